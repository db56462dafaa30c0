import Elections

// Answers that are kept many times a second.

extension Bool: KeptAnswer {
  package func keep(in bytes: inout AnswerBytes) { bytes.add(self) }
  package init(kept bytes: inout AnswerReader) throws(StoreError) { self = try bytes.flag() }
}

/// The answer of a call that has none.
package struct NoAnswer: KeptAnswer {
  package init() {}
  package func keep(in bytes: inout AnswerBytes) {}
  package init(kept bytes: inout AnswerReader) throws(StoreError) {}
}

extension ServiceID: KeptAnswer {
  package func keep(in bytes: inout AnswerBytes) { bytes.add(rawValue) }
  package init(kept bytes: inout AnswerReader) throws(StoreError) { self.init(try bytes.number()) }
}

extension Submission: KeptElement {
  /// In runs, since the posts of one submission have consecutive numbers.
  package static func keep(_ all: [Submission], in bytes: inout AnswerBytes) {
    var rest = all[...]
    while let first = rest.first {
      let run = zip(rest, first.post.rawValue...).prefix {
        $0.post.rawValue == $1 && $0.isRepetition == first.isRepetition
      }
      let count = run.reduce(0) { count, _ in count + 1 }
      bytes.add(Int64(count))
      bytes.add(first.post.rawValue)
      bytes.add(first.isRepetition)
      rest = rest.dropFirst(count)
    }
    bytes.add(0)
  }

  package static func all(kept bytes: inout AnswerReader) throws(StoreError) -> [Submission] {
    var all: [Submission] = []
    while true {
      let count = try bytes.number()
      guard count > 0 else { return all }
      let first = try bytes.number()
      let isRepetition = try bytes.flag()
      all += (0..<count).map { Submission(post: PostID(first + $0), isRepetition: isRepetition) }
    }
  }
}

extension PermitAnswer: KeptAnswer {
  package func keep(in bytes: inout AnswerBytes) {
    bytes.add(isSuperseded)
    bytes.add(clockBehind != nil)
    clockBehind?.keep(in: &bytes)
    bytes.add(Int64(granted.count))
    for grant in granted {
      let issued = grant.issued.millisecondsSince1970
      bytes.add(grant.delivery.rawValue)
      bytes.add(grant.fence)
      bytes.add(grant.revision.rawValue)
      bytes.add(issued)
      bytes.add(grant.notAfter.millisecondsSince1970 - issued)
      bytes.add(grant.leaseEnds.millisecondsSince1970 - issued)
      bytes.add(grant.override?.rawValue)
    }
    bytes.add(Int64(refused.count))
    for (delivery, refusal) in refused {
      bytes.add(delivery.rawValue)
      bytes.add(refusal.number)
    }
  }

  package init(kept bytes: inout AnswerReader) throws(StoreError) {
    self.init()
    isSuperseded = try bytes.flag()
    if try bytes.flag() { clockBehind = try ClockMark(kept: &bytes) }
    for _ in 0..<(try bytes.count()) {
      let delivery = DeliveryID(try bytes.number())
      let fence = try bytes.number()
      let revision = RevisionNumber(try bytes.number())
      let issued = Instant(millisecondsSince1970: try bytes.number())
      granted.append(
        PermitGrant(
          delivery: delivery, fence: fence, revision: revision, issued: issued,
          notAfter: issued.adding(.milliseconds(try bytes.number())),
          leaseEnds: issued.adding(.milliseconds(try bytes.number())),
          override: try bytes.numberOrNil().map(OverrideID.init)))
    }
    for _ in 0..<(try bytes.count()) {
      let delivery = DeliveryID(try bytes.number())
      guard let refusal = Refusal(number: try bytes.number()) else { throw AnswerReader.damaged }
      refused[delivery] = refusal
    }
  }
}

extension PermitAnswer.Refusal {
  fileprivate var number: Int64 {
    switch self {
    case .stale: 0
    case .changed: 1
    case .notNow: 2
    }
  }

  fileprivate init?(number: Int64) {
    switch number {
    case 0: self = .stale
    case 1: self = .changed
    case 2: self = .notNow
    default: return nil
    }
  }
}
