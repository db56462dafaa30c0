/// Easter Sunday of the Gregorian calendar.
enum Easter {
  /// The anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
  static func sunday(inYear year: Int) -> CivilDate {
    let (century, yearOfCentury) = (year / 100, year % 100)
    let goldenNumber = year % 19
    let correction = (century - (century + 8) / 25 + 1) / 3
    let epact = (19 * goldenNumber + century - century / 4 - correction + 15) % 30
    let weekday = (32 + 2 * (century % 4) + 2 * (yearOfCentury / 4) - epact - yearOfCentury % 4) % 7
    let shift = (goldenNumber + 11 * epact + 22 * weekday) / 451
    let counted = epact + weekday - 7 * shift + 114
    return CivilDate(unchecked: year, counted / 31, counted % 31 + 1)
  }
}
