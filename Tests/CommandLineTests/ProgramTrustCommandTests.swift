import Foundation
import TestSupport
import Testing

/// A program that somebody else could exchange is told of before a post depends on it.
@Suite struct ProgramTrustCommandTests {
  @Test func `settings check warns of a program that would not be run, and says what mends it`() throws {
    let folder = try Program.Folder()
    try folder.write(
      "portcullis.yaml", "channels:\n  board:\n    connector: command\n    program: bin/noticeboard\n    timeout: 5s\n")
    try folder.write("bin/noticeboard", "#!/bin/sh\n")
    let bin = folder.url.appending(path: "bin").path(percentEncoded: false)
    func change(_ path: String, _ mode: Int) throws {
      try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
    for path in [folder.url.path(percentEncoded: false), bin, bin + "/noticeboard"] { try change(path, 0o755) }
    let sound = try Program.run("settings", "check", in: folder.url)
    #expect(sound.status == 0 && !sound.output.contains("warning"), "\(sound.output)\(sound.errors)")
    try change(bin, 0o775)
    let warned = try Program.run("settings", "check", in: folder.url)
    #expect(warned.status == 0 && warned.output.contains("warning: The posts of board would wait: Its whole group"))
    #expect(warned.output.contains("chmod g-w “") && warned.output.contains("/bin”."), "\(warned.output)")
    let json = try Program.run("settings", "check", "--format", "json", in: folder.url).object
    #expect((json["warnings"] as? [String])?.count == 1 && (json["problems"] as? [String])?.isEmpty == true)
  }
}
