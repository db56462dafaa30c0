/// The front page.
extension Words {
  var statusTitle: Markup { say(en: "Publishing status", cy: "Statws cyhoeddi") }
  var statusHeading: Markup { say(en: "Which channels are open", cy: "Pa sianeli sydd ar agor") }
  var statusLead: Markup {
    say(
      en: "Before an election a council limits what it publishes: a channel is then closed for the pre-election period "
        + "(purdah).",
      cy: "Cyn etholiad mae cyngor yn cyfyngu ar yr hyn y mae’n ei gyhoeddi: bydd sianel ar gau am y cyfnod cyn "
        + "etholiad (purdah).")
  }
  func tally(open: Int, closed: Int, unknown: Int) -> Markup {
    say(
      en: "Open: \(open). Closed: \(closed). Not known: \(unknown).",
      cy: "Ar agor: \(open). Ar gau: \(closed). Ddim yn hysbys: \(unknown).")
  }
  func explanation(of channel: Markup) -> Markup {
    say(en: "Full explanation: \(channel)", cy: "Esboniad llawn: \(channel)")
  }
  var noChannels: Markup { say(en: "No channels are set up yet.", cy: "Nid oes unrhyw sianeli wedi’u gosod eto.") }
  var noChannelsYet: Markup {
    say(
      en: "Each channel will stand here once the council has put its settings in force.",
      cy: "Bydd pob sianel yn ymddangos yma pan fydd y cyngor wedi rhoi ei osodiadau mewn grym.")
  }
}
