import Publishing
import Testing

@Suite struct SentenceTests {
  @Test func `A remedy is a case until a front end words it, and a record has plain words`() {
    let sentence: Sentence = "There is no post \(7); \(Remedy.listPosts) shows those that there are."
    #expect(
      sentence.pieces == [.words("There is no post 7; "), .remedy(.listPosts), .words(" shows those that there are.")])
    #expect(
      sentence.worded { $0 == .listPosts ? "the queue" : "?" }
        == "There is no post 7; the queue shows those that there are.")
    #expect(sentence.description == "There is no post 7; the list of posts shows those that there are.")
  }

  @Test func `What reads the same is the same, however it was put together`() {
    let whole: Sentence = "Pause 3 ends: \(Remedy.endPause(nil))."
    let first: Sentence = "Pause \(3) "
    #expect(first + "ends: " + "\(Remedy.endPause(nil))." == whole)
    let nested: Sentence = "\(first)ends: \(Remedy.endPause(nil))."
    #expect(nested == whole)
    #expect(whole != "Pause 3 ends: \(Remedy.endPause("website")).")
  }

  @Test func `What a gate finds of its clock keeps its remedy in the store`() {
    let found: Sentence = "The clock is 2 hours ahead. Vouch for it by \(Remedy.confirmClock)."
    #expect(Sentence(stored: found.stored) == found)
    #expect(Sentence(stored: "Written by an older gate.") == "Written by an older gate.")
    #expect(found.stored.contains("clock is") && !found.stored.contains("portcullis"))
  }
}
