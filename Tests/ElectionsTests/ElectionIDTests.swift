import Elections
import TestSupport
import Testing

@Suite struct ElectionIDTests {
  @Test(arguments: [
    ("local.peterborough.2027-05-06", [ElectionKind.local], "local.peterborough"),
    ("local.2026-05-07", [.local], "local"),
    ("local.peterborough.fletton-stanground.2023-05-04", [.local], "local.peterborough.fletton-stanground"),
    ("local.peterborough.west.by.2015-10-29", [.local], "local.peterborough.west"),
    ("local.city-of-london.aldgate.2025-03-20", [.cityOfLondon], "local.city-of-london.aldgate"),
    ("parl.2024-07-04", [.ukParliament], "parl"),
    ("parl.peterborough.by.2019-06-06", [.ukParliamentByElection], "parl.peterborough"),
    ("sp.2021-05-06", [.scottishParliament], "sp"),
    ("sp.c.banffshire-and-buchan-coast.2021-05-06", [.scottishParliament], "sp.c.banffshire-and-buchan-coast"),
    ("sp.r.2021-05-06", [.scottishParliament], "sp.r"),
    ("senedd.r.mid-and-west-wales.2021-05-06", [.senedd], "senedd.r.mid-and-west-wales"),
    ("senedd.bangor-conwy-mon.2026-05-07", [.senedd], "senedd.bangor-conwy-mon"),
    ("naw.c.cardiff-north.2016-05-05", [.senedd], "naw.c.cardiff-north"),
    ("nia.belfast-east.2022-05-05", [.northernIrelandAssembly], "nia.belfast-east"),
    ("europarl.eastern.2019-05-23", [.europeanParliament], "europarl.eastern"),
    ("gla.a.2024-05-02", [.greaterLondonAuthority], "gla.a"),
    ("gla.c.barnet-and-camden.2024-05-02", [.greaterLondonAuthority], "gla.c.barnet-and-camden"),
    ("mayor.london.2024-05-02", [.greaterLondonAuthority], "mayor.london"),
    ("mayor.cambridgeshire-and-peterborough.2025-05-01", [.mayor], "mayor.cambridgeshire-and-peterborough"),
    ("pcc.cambridgeshire.2024-05-02", [.policeAndCrimeCommissioner], "pcc.cambridgeshire"),
    ("ref.peterborough.2017-07-06", ElectionKind.referendums, "ref.peterborough"),
  ])
  func `an id gives its kinds and area, and prints as it was read`(text: String, kinds: [ElectionKind], area: String)
    throws
  {
    let id = try #require(ElectionID(text))
    #expect(id.stem.kinds == kinds)
    #expect(id.stem.area.description == area)
    #expect(id.description == text)
  }

  @Test(arguments: [
    "", "local", "local.peterborough", "2027-05-06", "lokal.peterborough.2027-05-06", "local.Peterborough.2027-05-06",
    "local.peterborough.2027-02-30", "local..2027-05-06", "local.peterborough.by.2027-05-06", "local.by.2027-05-06",
    "ref.peterborough.by.2017-07-06", "parl.by.2019-06-06", "sp.banff.2021-05-06", "gla.a.barnet.2024-05-02",
    "mayor.london.camden.2024-05-02", "local.a.b.c.2027-05-06", "local.peterborough.2027-05-06.by", "pcc.2027-5-6",
  ])
  func `what breaks the format is no id`(text: String) {
    #expect(ElectionID(text) == nil)
  }

  @Test(arguments: [
    ("local.peterborough", "local.peterborough.park", true), ("local.peterborough.park", "local.peterborough", true),
    ("parl", "parl.peterborough", true), ("local", "local.peterborough", true),
    ("local.peterborough", "local.peterborough-north", false), ("local.peterborough", "local.fenland", false),
    ("local.peterborough", "mayor.peterborough", false), ("parl.peterborough", "parl.cambridge", false),
  ])
  func `areas touch when either is a prefix of the other, part by part`(one: String, other: String, touch: Bool) throws
  {
    let (one, other) = (try #require(Area(one)), try #require(Area(other)))
    #expect(one.touches(other) == touch)
    #expect(other.touches(one) == touch)
  }
}
