extension String {
  /// With LF for every CR LF. By scalars: the two are one `Character`, and with a combining mark behind them no search for
  /// text finds them.
  var withPlainLineEnds: String {
    guard utf8.contains(0x0D) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar == "\n", text.last == "\r" { text.removeLast() }
      text.append(scalar)
    }
    return String(text)
  }
}
