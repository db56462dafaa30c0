package import Contract

/// What the council says in its accessibility statement that the pages cannot know by themselves.
package struct AccessibilityStatement: Hashable, Sendable {
  /// It decides who enforces the regulations.
  package enum Nation: String, CaseIterable, Sendable {
    case england, wales, scotland
    case northernIreland = "northern-ireland"
  }

  /// With WCAG 2.2 AA. Only the council can say so, and answers for it.
  package enum Compliance: String, CaseIterable, Sendable { case full, partial, none }

  package struct Test: Hashable, Sendable {
    package let day: Day
    /// Who carried it out.
    package let tester: String

    package init(day: Day, tester: String) {
      self.day = day
      self.tester = tester
    }
  }

  package let council: String?
  /// Where problems are reported; nil where the council's own website has to say it.
  package let email: String?
  package let nation: Nation
  package let compliance: Compliance
  package let prepared: Day
  package let reviewed: Day
  /// Nil where nobody has tested the pages.
  package let test: Test?

  package init(
    council: String?, email: String?, nation: Nation, compliance: Compliance, prepared: Day, reviewed: Day, test: Test?
  ) {
    self.council = council
    self.email = email
    self.nation = nation
    self.compliance = compliance
    self.prepared = prepared
    self.reviewed = reviewed
    self.test = test
  }
}

extension Page {
  /// `/accessibility`: the statement that the Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility
  /// Regulations 2018 ask for.
  package static func accessibility(_ statement: AccessibilityStatement, in language: Language) -> Page {
    let words = Words(language: language)
    let layout = Layout(
      words: words, council: statement.council, place: .accessibility, title: words.accessibilityTitle, state: nil)
    let council = statement.council.map { Markup.name($0) } ?? words.theCouncil
    return layout.page {
      Tag.h1 { words.accessibilityTitle }
      Tag.p { words.appliesTo(council) }
      Tag.p { words.runBy(council) }
      Tag.ul { .joined(words.abilities.map { ability in Tag.li { ability } }) }
      Tag.p { words.adviceOnDevices(Tag.a(.href(Outside.abilityNet)) { words.abilityNet }) }
      Tag.h2 { words.howAccessible }
      Tag.p { statement.compliance == .full ? words.noPartKnown : words.somePartsKnown }
      feedback(statement, words)
      Tag.h2 { words.enforcement }
      Tag.p {
        switch statement.nation {
        case .england, .wales, .scotland:
          words.enforcedByEHRC(Tag.a(.href(Outside.equalityAdvice)) { words.equalityAdvice })
        case .northernIreland:
          words.enforcedByECNI(Tag.a(.href(Outside.equalityCommission)) { words.equalityCommission })
        }
      }
      technical(statement, council, words)
      Tag.h2 { words.preparation }
      Tag.p { words.prepared(words.longDay(statement.prepared), reviewed: words.longDay(statement.reviewed)) }
      Tag.p {
        statement.test.map { words.tested(words.longDay($0.day), by: .name($0.tester)) } ?? words.notTested
      }
    }
  }

  @MarkupBuilder private static func feedback(_ statement: AccessibilityStatement, _ words: Words) -> Markup {
    Tag.h2 { words.feedback }
    Tag.p { words.otherFormats }
    Tag.p {
      statement.email.map { email in words.writeTo(Tag.a(.href(Address(mail: email))) { .name(email) }) }
        ?? words.councilsOwnSite
    }
  }

  @MarkupBuilder private static func technical(
    _ statement: AccessibilityStatement, _ council: Markup, _ words: Words
  ) -> Markup {
    let guidelines = Tag.a(.href(Outside.guidelines)) { words.guidelines }
    Tag.h2 { words.technical }
    Tag.p { words.commitment(council) }
    Tag.h3 { words.compliance }
    Tag.p {
      switch statement.compliance {
      case .full: words.fullyCompliant(guidelines)
      case .partial: words.partiallyCompliant(guidelines)
      case .none: words.notCompliant(guidelines)
      }
    }
    if statement.compliance != .full {
      Tag.h2 { words.nonAccessible }
      Tag.p { words.nonAccessibleLead }
      Tag.h3 { words.nonCompliance }
      Tag.p { words.titlesWithoutLanguage }
      Tag.h3 { words.burden }
      Tag.p { words.noBurden }
      Tag.h3 { words.outsideScope }
      Tag.p { words.nothingOutside }
    }
  }
}

/// The few places of others that the statement has to name.
private enum Outside {
  static let abilityNet = Address("https://mcmw.abilitynet.org.uk/")
  static let equalityAdvice = Address("https://www.equalityadvisoryservice.com/")
  static let equalityCommission = Address("https://www.equalityni.org/")
  static let guidelines = Address("https://www.w3.org/TR/WCAG22/")
}
