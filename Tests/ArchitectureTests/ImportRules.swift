/// What is wrong with the imports of a tree.
enum ImportRules {
  /// Comes with the compiler; no manifest declares it.
  static let ofTheCompiler: Set<String> = ["Dispatch", "Foundation", "Glibc", "Synchronization", "Testing"]

  /// Modules of a product beside the one of its own name.
  static let besides: [String: Set<String>] = ["Yams": ["CYaml"]]

  /// What a module is reserved for, beside what the table of floors says: files or whole targets, in Sources and Tests.
  static let reserved: [(modules: Set<String>, places: [String])] = [
    (["CLibical"], ["Sources/ElectionCalendar/Libical/Libical.swift"]),
    (["Yams", "CYaml"], ["Sources/PublishingSettings/"]),
    (["GRDB", "GRDBSQLite"], ["Sources/SQLiteStore/", "Tests/SQLiteStoreTests/"]),
    (["ArgumentParser"], ["Sources/Commands/"]),
    (
      ["SQLiteStore"],
      [
        "Sources/portcullis/", "Tests/PeoplesProgram/", "Tests/SQLiteStoreTests/",
        "Tests/StoreConformance/StoreUnderTest.swift",
        "Tests/CommandLineTests/", "Tests/Benchmarks/QueueBenchmarks/", "Tests/DeskTests/",
      ]
    ),
  ]

  static func undeclared(in tree: Tree) -> [Finding] {
    tree.manifest.targets.flatMap { target in
      let declared = target.dependencies.reduce(into: Set<String>()) {
        $0.formUnion(modules(of: $1))
      }
      return tree.files(of: target).flatMap { file in
        file.imports.filter { !declared.contains($0.module) && !ofTheCompiler.contains($0.module) }.map {
          Finding(
            path: file.path, line: $0.line,
            says: "\(target.name) imports \($0.module), which Package.swift does not declare for it.")
        }
      }
    }
  }

  /// A test target may depend on a program that it starts and never imports.
  static func unused(in tree: Tree) -> [Finding] {
    tree.manifest.targets.flatMap { target in
      let imported = Set(tree.files(of: target).flatMap(\.imports).map(\.module))
      return target.dependencies.filter { dependency in
        let isProgram = target.kind == .test && tree.manifest[dependency.name]?.kind == .executable
        return !isProgram && imported.isDisjoint(with: modules(of: dependency))
      }.map {
        Finding(
          path: "Package.swift", line: $0.line,
          says: "\(target.name) declares \($0.name), and no file of it imports that.")
      }
    }
  }

  static func upward(in tree: Tree) -> [Finding] {
    tree.manifest.targets.filter { !$0.isTest }.flatMap { target in
      guard let floor = tree.floors[target.name] else {
        return [
          Finding(
            path: "Package.swift", line: target.line, says: "\(target.name) has no row in the table of ARCHITECTURE.md."
          )
        ]
      }
      return tree.files(of: target).flatMap { file in
        file.imports.filter { !floor.ours.contains($0.module) && !floor.others.contains($0.module) }.map {
          let kind = floor.isPure ? "\(target.name), which is pure," : target.name
          return Finding(
            path: file.path, line: $0.line,
            says: "\(kind) may not import \($0.module), says the table of ARCHITECTURE.md.")
        }
      }
    }
  }

  /// A row whose target is gone would allow what nobody asked for.
  static func floorsWithoutTarget(in tree: Tree) -> [String] {
    tree.floors.floors.map(\.target).filter { name in
      tree.manifest.targets.allSatisfy { $0.name != name || $0.isTest }
    }
  }

  static func outOfPlace(in tree: Tree) -> [Finding] {
    tree.files.flatMap { file in
      file.imports.flatMap { one in
        reserved.filter { rule in
          rule.modules.contains(one.module) && !rule.places.contains { file.path.hasPrefix($0) }
        }.map {
          Finding(
            path: file.path, line: one.line,
            says: "Only \($0.places.joined(separator: ", ")) may import \(one.module).")
        }
      }
    }
  }

  /// `@_exported import` would let a file use a module that it does not import itself.
  static func exported(in tree: Tree) -> [Finding] {
    tree.files.flatMap { file in
      file.imports.filter(\.isExported).map {
        Finding(path: file.path, line: $0.line, says: "\($0.module) is imported for others too; let each import it.")
      }
    }
  }

  /// Files that no target compiles, so that no rule looks at them.
  static func strays(in tree: Tree) -> [Finding] {
    tree.files.filter { file in !tree.manifest.targets.contains { file.path.hasPrefix($0.folder + "/") } }.map {
      Finding(path: $0.path, line: 1, says: "This file belongs to no target of Package.swift.")
    }
  }

  private static func modules(of dependency: Manifest.Dependency) -> Set<String> {
    besides[dependency.name, default: []].union([dependency.name])
  }
}
