/// The accessibility statement. The regulations fix its parts and some of its sentences (regulation 8, and the model
/// statement under it): the headings, the commitment, the status, and when it was prepared.
extension Words {
  /// In a sentence, where the council has no name.
  var theCouncil: Markup { say(en: "the council", cy: "y cyngor") }
  var accessibilityTitle: Markup { say(en: "Accessibility statement", cy: "Datganiad hygyrchedd") }
  func appliesTo(_ council: Markup) -> Markup {
    say(
      en: "This accessibility statement applies to the pages of \(council) that show what is published during election "
        + "periods.",
      cy: "Mae’r datganiad hygyrchedd hwn yn berthnasol i’r tudalennau sy’n dangos beth a gyhoeddir yn ystod cyfnodau "
        + "etholiad (\(council)).")
  }
  func runBy(_ council: Markup) -> Markup {
    say(
      en: "This website is run by \(council). As many people as possible should be able to use it. That means that you "
        + "should be able to:",
      cy: "Mae’r wefan hon yn cael ei rhedeg gan: \(council). Dylai cynifer o bobl â phosibl allu ei defnyddio. Mae "
        + "hynny’n golygu y dylech allu:")
  }
  var abilities: [Markup] {
    [
      say(
        en: "zoom in to 400% without scrolling sideways",
        cy: "chwyddo hyd at 400% heb orfod sgrolio i’r ochr"),
      say(
        en: "use every page with a keyboard, or by voice",
        cy: "defnyddio pob tudalen â bysellfwrdd, neu drwy lais"),
      say(
        en: "listen to every page with a screen reader",
        cy: "gwrando ar bob tudalen gyda darllenydd sgrin"),
      say(
        en: "tell open from closed without seeing colours",
        cy: "gwahaniaethu rhwng ar agor ac ar gau heb weld lliwiau"),
      say(
        en: "read the pages in dark or light colours, in high contrast, on paper, and without scripts",
        cy: "darllen y tudalennau mewn lliwiau tywyll neu olau, â chyferbyniad uchel, ar bapur, a heb sgriptiau"),
    ]
  }
  var abilityNet: Markup { say(en: "AbilityNet", cy: "AbilityNet (yn Saesneg)") }
  func adviceOnDevices(_ link: Markup) -> Markup {
    say(
      en: "\(link) has advice on making your device easier to use if you have a disability.",
      cy: "Mae gan \(link) gyngor ar wneud eich dyfais yn haws ei defnyddio os oes gennych anabledd.")
  }

  // MARK: How accessible

  var howAccessible: Markup { say(en: "How accessible this website is", cy: "Pa mor hygyrch yw’r wefan hon") }
  var noPartKnown: Markup {
    say(
      en: "No part of these pages is known to be inaccessible.",
      cy: "Nid oes yn hysbys fod unrhyw ran o’r tudalennau hyn yn anhygyrch.")
  }
  var somePartsKnown: Markup {
    say(
      en: "Some parts of these pages are not fully accessible. They are listed under “Non-accessible content” below.",
      cy: "Nid yw rhai rhannau o’r tudalennau hyn yn gwbl hygyrch. Fe’u rhestrir dan “Cynnwys nad yw’n hygyrch” isod.")
  }

  // MARK: Feedback

  var feedback: Markup { say(en: "Feedback and contact information", cy: "Adborth a gwybodaeth gyswllt") }
  var otherFormats: Markup {
    say(
      en: "If you need what stands here in another format, such as large print, easy read or braille, or if you find a "
        + "problem that is not listed here, tell the council.",
      cy: "Os oes arnoch angen yr hyn sydd yma mewn fformat arall, megis print bras, hawdd ei ddeall neu braille, neu "
        + "os dewch o hyd i broblem nad yw wedi’i rhestru yma, rhowch wybod i’r cyngor.")
  }
  func writeTo(_ link: Markup) -> Markup { say(en: "E-mail: \(link)", cy: "E-bost: \(link)") }
  var councilsOwnSite: Markup {
    say(
      en: "How to reach the council stands on its own website.",
      cy: "Mae’r modd o gysylltu â’r cyngor i’w weld ar ei wefan ei hun.")
  }

  // MARK: Enforcement

  var enforcement: Markup { say(en: "Enforcement procedure", cy: "Y weithdrefn orfodi") }
  func enforcedByEHRC(_ link: Markup) -> Markup {
    say(
      en: "The Equality and Human Rights Commission (EHRC) is responsible for enforcing the \(regulations) (the "
        + "‘accessibility regulations’). If you are not happy with how we respond to your complaint, contact \(link).",
      cy: "Mae’r Comisiwn Cydraddoldeb a Hawliau Dynol (EHRC) yn gyfrifol am orfodi \(regulations) (y ‘rheoliadau "
        + "hygyrchedd’). Os nad ydych yn hapus â’r ffordd yr ydym yn ymateb i’ch cwyn, cysylltwch â: \(link).")
  }
  func enforcedByECNI(_ link: Markup) -> Markup {
    say(
      en: "The Equality Commission for Northern Ireland (ECNI) is responsible for enforcing the \(regulations) (the "
        + "‘accessibility regulations’) in Northern Ireland. If you are not happy with how we respond to your complaint, "
        + "contact \(link).",
      cy: "Comisiwn Cydraddoldeb Gogledd Iwerddon (ECNI) sy’n gyfrifol am orfodi \(regulations) (y ‘rheoliadau "
        + "hygyrchedd’) yng Ngogledd Iwerddon. Os nad ydych yn hapus â’r ffordd yr ydym yn ymateb i’ch cwyn, cysylltwch "
        + "â: \(link).")
  }
  var equalityAdvice: Markup {
    say(
      en: "the Equality Advisory and Support Service (EASS)",
      cy: "y Gwasanaeth Cynghori a Chymorth Cydraddoldeb (EASS)")
  }
  var equalityCommission: Markup {
    say(en: "the Equality Commission for Northern Ireland", cy: "Comisiwn Cydraddoldeb Gogledd Iwerddon")
  }
  var regulations: Markup {
    say(
      en: "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
      cy: "Rheoliadau Hygyrchedd Cyrff Sector Cyhoeddus (Gwefannau a Chymwysiadau Symudol) (Rhif 2) 2018")
  }

  // MARK: Technical part

  var technical: Markup {
    say(
      en: "Technical information about this website’s accessibility",
      cy: "Gwybodaeth dechnegol am hygyrchedd y wefan hon")
  }
  func commitment(_ council: Markup) -> Markup {
    say(
      en: "\(council) is committed to making its website accessible, in accordance with the \(regulations).",
      cy: "Mae \(council) wedi ymrwymo i wneud ei wefan yn hygyrch, yn unol â \(regulations).")
  }
  var compliance: Markup { say(en: "Compliance status", cy: "Statws cydymffurfio") }
  var guidelines: Markup {
    say(
      en: "Web Content Accessibility Guidelines version 2.2",
      cy: "Canllawiau Hygyrchedd Cynnwys y We, fersiwn 2.2")
  }
  func fullyCompliant(_ guidelines: Markup) -> Markup {
    say(
      en: "This website is fully compliant with the \(guidelines) AA standard.",
      cy: "Mae’r wefan hon yn cydymffurfio’n llawn â safon AA y canlynol: \(guidelines).")
  }
  func partiallyCompliant(_ guidelines: Markup) -> Markup {
    say(
      en: "This website is partially compliant with the \(guidelines) AA standard, due to the non-compliances listed "
        + "below.",
      cy: "Mae’r wefan hon yn cydymffurfio’n rhannol â safon AA y canlynol: \(guidelines), oherwydd y diffygion "
        + "cydymffurfio a restrir isod.")
  }
  func notCompliant(_ guidelines: Markup) -> Markup {
    say(
      en: "This website is not compliant with the \(guidelines) AA standard. The non-compliances are listed below.",
      cy: "Nid yw’r wefan hon yn cydymffurfio â safon AA y canlynol: \(guidelines). Rhestrir y diffygion cydymffurfio "
        + "isod.")
  }

  // MARK: What is not accessible

  var nonAccessible: Markup { say(en: "Non-accessible content", cy: "Cynnwys nad yw’n hygyrch") }
  var nonAccessibleLead: Markup {
    say(
      en: "The content listed below is non-accessible for the following reasons.",
      cy: "Nid yw’r cynnwys a restrir isod yn hygyrch am y rhesymau canlynol.")
  }
  var nonCompliance: Markup {
    say(
      en: "Non-compliance with the accessibility regulations",
      cy: "Diffyg cydymffurfio â’r rheoliadau hygyrchedd")
  }
  /// True of every set-up: whoever writes a calendar does not say in which language.
  var titlesWithoutLanguage: Markup {
    say(
      en: "Titles of elections and names of channels stand on the pages of both languages as the council wrote them, "
        + "without a mark of their language, so a screen reader may pronounce them by the rules of the other one. This "
        + "can fail WCAG 2.2 success criterion 3.1.2 (language of parts).",
      cy: "Mae teitlau etholiadau ac enwau sianeli i’w gweld ar dudalennau’r ddwy iaith fel yr ysgrifennodd y cyngor "
        + "hwy, heb nodi eu hiaith, felly gall darllenydd sgrin eu hynganu yn ôl rheolau’r iaith arall. Gall hyn fethu "
        + "maen prawf llwyddiant 3.1.2 WCAG 2.2 (iaith rhannau).")
  }
  var burden: Markup { say(en: "Disproportionate burden", cy: "Baich anghymesur") }
  var noBurden: Markup {
    say(en: "The council claims none for these pages.", cy: "Nid yw’r cyngor yn hawlio dim ar gyfer y tudalennau hyn.")
  }
  var outsideScope: Markup {
    say(
      en: "Content that’s not within the scope of the accessibility regulations",
      cy: "Cynnwys nad yw o fewn cwmpas y rheoliadau hygyrchedd")
  }
  var nothingOutside: Markup {
    say(en: "There is none on these pages.", cy: "Nid oes dim o’r fath ar y tudalennau hyn.")
  }

  // MARK: Preparation

  var preparation: Markup {
    say(en: "Preparation of this accessibility statement", cy: "Paratoi’r datganiad hygyrchedd hwn")
  }
  func prepared(_ prepared: Markup, reviewed: Markup) -> Markup {
    say(
      en: "This statement was prepared on \(prepared). It was last reviewed on \(reviewed).",
      cy: "Paratowyd y datganiad hwn: \(prepared). Fe’i hadolygwyd ddiwethaf: \(reviewed).")
  }
  func tested(_ day: Markup, by tester: Markup) -> Markup {
    say(
      en: "This website was last tested on \(day). The test was carried out by: \(tester).",
      cy: "Profwyd y wefan hon ddiwethaf: \(day). Cynhaliwyd y prawf gan: \(tester).")
  }
  var notTested: Markup {
    say(
      en: "The council has not had this website tested yet.",
      cy: "Nid yw’r cyngor wedi trefnu i’r wefan hon gael ei phrofi eto.")
  }
}
