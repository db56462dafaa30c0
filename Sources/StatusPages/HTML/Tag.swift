/// Every element that a page may hold: no name of one can come from data.
enum Tag: String {
  // The document
  case html, head, meta, title, link, script, noscript, body
  // Its parts
  case header, nav, main, footer, div, h1, h2, h3, h4
  // Texts and lists
  case p, ul, ol, li, dl, dt, dd, a, strong, span, bdi, time
  // Tables and pictures
  case table, caption, thead, tbody, tr, th, td, figure, figcaption, svg, desc, defs, pattern, g, rect, line, text

  var isVoid: Bool {
    switch self {
    case .meta, .link: true
    default: false
    }
  }
}
