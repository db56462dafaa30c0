import Publishing
import Texts

/// Whether the channel could be used now; reads only.
extension WordPressConnector {
  func test(_ login: Secret) async -> ChannelTest {
    var findings: [String] = []
    let site = await client.send(
      .get, "/wp-json/?_fields=name,timezone_string,gmt_offset", authorization: login,
      longestAnswer: SiteRequest.longestPage)
    guard case .response(let response) = site, response.status == 200, !response.isPage, let json = response.json,
      let name = json["name"]?.string
    else { return ChannelTest(isUsable: false, findings: [answers.reason(site)]) }
    let zone = json["timezone_string"]?.string ?? ""
    findings.append(
      "The site is “\(ShownHTML(name).text)”; its time zone is \(zone.isEmpty ? "a fixed offset" : zone).")

    let account = await get("/users/me?context=edit&_fields=name,roles,capabilities", login)
    guard case .response(let answer) = account, answer.status == 200, let me = answer.json,
      let capabilities = me["capabilities"]
    else { return ChannelTest(isUsable: false, findings: findings + [answers.reason(account)]) }
    let roles = (me["roles"]?.array ?? []).compactMap(\.string).joined(separator: ", ")
    findings.append("Logged in as “\(ShownHTML(me["name"]?.string ?? settings.user).text)” (\(roles)).")
    func may(_ capability: String) -> Bool { capabilities[capability]?.bool == true }
    var isUsable = true
    if !may("publish_posts") {
      isUsable = false
      findings.append("The account may not publish posts; give it the role Author or Editor.")
    }
    if !may("upload_files") {
      findings.append("The account may not upload files: posts with pictures will fail; give it the role Author.")
    }
    if !may("unfiltered_html") {
      findings.append("The site filters the account's HTML; what it changes is noticed before a post goes out.")
    }
    for name in settings.categories {
      do throws(Unprepared) {
        guard case .missing(let reason) = try await category(name, login) else { continue }
        isUsable = false
        findings.append(reason)
      } catch {
        isUsable = false
        findings.append("The category “\(name)” could not be looked up on \(client.host); try again.")
      }
    }
    return ChannelTest(isUsable: isUsable, findings: findings)
  }
}
