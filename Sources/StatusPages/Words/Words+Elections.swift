import Contract

/// The kinds of election, and how the period before one was found.
extension Words {
  /// Nil for a kind that these pages have no name for.
  func kind(_ kind: String) -> Markup? {
    switch kind {
    case "local": say(en: "Local election", cy: "Etholiad lleol")
    case "parish":
      say(en: "Parish, town or community council election", cy: "Etholiad cyngor plwyf, tref neu gymuned")
    case "parish-poll": say(en: "Parish poll", cy: "Pleidlais blwyf")
    case "mayor": say(en: "Mayoral election", cy: "Etholiad maer")
    case "pcc": say(en: "Police and crime commissioner election", cy: "Etholiad comisiynydd yr heddlu a throseddu")
    case "gla": say(en: "London Mayor and Assembly election", cy: "Etholiad Maer a Chynulliad Llundain")
    case "city-of-london": say(en: "City of London ward election", cy: "Etholiad ward yn Ninas Llundain")
    case "parl": say(en: "UK general election", cy: "Etholiad cyffredinol y DU")
    case "parl-by-election": say(en: "UK parliamentary by-election", cy: "Isetholiad i Senedd y DU")
    case "sp": say(en: "Scottish Parliament election", cy: "Etholiad Senedd yr Alban")
    case "senedd": say(en: "Senedd election", cy: "Etholiad Senedd Cymru")
    case "nia": say(en: "Northern Ireland Assembly election", cy: "Etholiad Cynulliad Gogledd Iwerddon")
    case "europarl": say(en: "European Parliament election", cy: "Etholiad Senedd Ewrop")
    case "referendum-ppera": say(en: "Referendum under an Act (PPERA)", cy: "Refferendwm o dan Ddeddf (PPERA)")
    case "referendum-governance": say(en: "Governance referendum", cy: "Refferendwm ar drefniadau llywodraethu")
    case "referendum-council-tax": say(en: "Council-tax referendum", cy: "Refferendwm ar y dreth gyngor")
    case "referendum-neighbourhood":
      say(en: "Neighbourhood planning referendum", cy: "Refferendwm cynllunio cymdogaeth")
    default: nil
    }
  }

  func nation(_ nation: String) -> Markup {
    switch nation {
    case "england": say(en: "England", cy: "Lloegr")
    case "wales": say(en: "Wales", cy: "Cymru")
    case "scotland": say(en: "Scotland", cy: "yr Alban")
    case "northern-ireland": say(en: "Northern Ireland", cy: "Gogledd Iwerddon")
    default: .name(nation)
    }
  }

  var untitled: Markup { say(en: "An entry without a title", cy: "Cofnod heb deitl") }

  func basis(_ basis: String) -> Markup {
    switch basis {
    case "computed":
      say(en: "Counted back from polling day", cy: "Wedi’i gyfrif yn ôl o’r diwrnod pleidleisio")
    case "notice":
      say(en: "From the published notice of election", cy: "O’r hysbysiad etholiad a gyhoeddwyd")
    case "explicit": say(en: "As the calendar gives it", cy: "Fel y’i nodir yn y calendr")
    case "unclassified":
      say(
        en: "The longest plausible period, since nobody has said what kind of election it is",
        cy: "Y cyfnod hiraf sy’n bosibl, gan nad oes neb wedi dweud pa fath o etholiad ydyw")
    default: .name(basis)
    }
  }

  var estimate: Markup {
    say(
      en: "This is an estimate, on the cautious side, until the notice of election is published and entered.",
      cy: "Amcangyfrif gofalus yw hwn, nes caiff yr hysbysiad etholiad ei gyhoeddi a’i gofnodi.")
  }

  func countedBack(_ count: Int, leavingOut bankHolidays: Markup?) -> Markup {
    guard let bankHolidays else {
      return say(
        en: "\(count) working days, counted back from polling day:",
        cy: "\(count) diwrnod gwaith, wedi’u cyfrif yn ôl o’r diwrnod pleidleisio:")
    }
    return say(
      en: "\(count) working days, counted back from polling day. Weekends, 24 and 25 December, Good Friday and bank "
        + "holidays are left out (bank holidays of: \(bankHolidays)):",
      cy: "\(count) diwrnod gwaith, wedi’u cyfrif yn ôl o’r diwrnod pleidleisio. Nid yw penwythnosau, 24 a 25 Rhagfyr, "
        + "Dydd Gwener y Groglith na gwyliau banc wedi’u cynnwys (gwyliau banc: \(bankHolidays)):")
  }
}
