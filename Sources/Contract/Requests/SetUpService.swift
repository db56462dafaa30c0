/// What setting up the machine's service did; on the machine itself, as root.
package struct ServiceSetUpAnswer: Codable, Hashable, Sendable {
  package struct Step: Codable, Hashable, Sendable {
    package let what: String
    /// It was there already.
    package let wasThere: Bool

    package init(what: String, wasThere: Bool) {
      self.what = what
      self.wasThere = wasThere
    }

    private enum CodingKeys: String, CodingKey {
      case what
      case wasThere = "was_there"
    }
  }

  package let steps: [Step]
  package let settings: String
  package let store: String
  package let socket: String
  /// The service runs; false where this machine has no systemd, or it is not the one that was booted.
  package let started: Bool

  package init(steps: [Step], settings: String, store: String, socket: String, started: Bool) {
    self.steps = steps
    self.settings = settings
    self.store = store
    self.socket = socket
    self.started = started
  }
}
