/// What went wrong, and what a reader can do.
extension Words {
  var notFound: Markup { say(en: "Page not found", cy: "Ni chafwyd hyd i’r dudalen") }
  var notFoundRemedy: Markup {
    say(
      en: "There is no page at this address. Check how it is written, or begin at the status of all channels.",
      cy: "Nid oes tudalen yn y cyfeiriad hwn. Gwiriwch sut mae wedi’i ysgrifennu, neu dechreuwch gyda statws pob "
        + "sianel.")
  }
  func didYouMean(_ link: Markup) -> Markup {
    say(en: "Did you mean \(link)?", cy: "Ai hyn oedd gennych mewn golwg: \(link)?")
  }

  var badRequest: Markup { say(en: "The address cannot be understood", cy: "Nid oes modd deall y cyfeiriad") }
  var badRequestRemedy: Markup {
    say(
      en: "A part of it, such as the time asked about, is not written as it should be. Write a time as "
        + "2027-05-06T09:00 and a day as 2027-05-06.",
      cy: "Nid yw rhan ohono, megis yr amser dan sylw, wedi’i hysgrifennu fel y dylai fod. Ysgrifennwch amser fel "
        + "2027-05-06T09:00 a diwrnod fel 2027-05-06.")
  }

  var unavailable: Markup {
    say(en: "The status is not known at present", cy: "Nid yw’r statws yn hysbys ar hyn o bryd")
  }
  var unavailableRemedy: Markup {
    say(
      en: "Until it is known again, treat every channel as closed. Try again in a minute.",
      cy: "Hyd nes y bydd yn hysbys eto, dylid trin pob sianel fel pe bai ar gau. Rhowch gynnig arall arni "
        + "ymhen munud.")
  }

  var failed: Markup { say(en: "Something went wrong", cy: "Aeth rhywbeth o’i le") }
  var failedRemedy: Markup {
    say(
      en: "The fault lies with this site. Try again in a minute, and tell the council if it happens again.",
      cy: "Gyda’r wefan hon y mae’r bai. Rhowch gynnig arall arni ymhen munud, a rhowch wybod i’r cyngor os bydd yn "
        + "digwydd eto.")
  }

  var toStatus: Markup { say(en: "Go to the status of all channels", cy: "Mynd i statws pob sianel") }
}
