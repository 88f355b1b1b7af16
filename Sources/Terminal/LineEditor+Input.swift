import CLibEdit

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// How long the rest of a terminal's escape sequence may take to come: longer is a person's escape key.
private let escapePause: Int32 = 40
/// How long a paste may pause after Ctrl-C before it counts as over.
private let pastePause: Int32 = 200

/// Where keys come from.
extension LineEditor {
    /// libedit's reader: gives it the next character, or the wake key when a command of ours is to run first.
    ///
    /// - Returns: as for `EL_GETCFN`: 1 and a character, 0 at the end, -1 and `errno` when interrupted.
    func readCharacter(into character: UnsafeMutablePointer<wchar_t>) -> Int32 {
        var complete = false
        if line.edits {
            obeyLibedit()
            line.changes.note(editedText)
        }
        while true {
            if let ending = line.ending {
                if keys.isPasting { dropPaste() }
                errno = EINTR
                return ending == .interrupted ? -1 : 0
            }
            if line.stopRequested { suspend() }
            if wakes {
                line.wakes += 1
                character.pointee = wchar_t(bitPattern: PrivateKey.wake.scalar.value)
                return 1
            }
            if let scalar = nextScalar(complete: complete) {
                line.note(key: scalar)
                character.pointee = wchar_t(bitPattern: scalar.value)
                return 1
            }
            if line.paste != nil { continue }
            if line.edits { showChanges() }
            complete = !wait(for: keys.isAmbiguous ? escapePause : -1)
        }
    }

    /// Whether a command of ours is to be called. A key of several characters that was begun may swallow the wake key, so
    /// that it is sent again; what reads characters itself would take it for ever.
    private var wakes: Bool {
        guard line.paste != nil else { return false }
        if line.wakes < 3 { return true }
        (line.paste, line.wakes) = (nil, 0)
        return false
    }

    private func showChanges() {
        if line.resized { takeResize() }
        if !line.above.isEmpty { printWaiting() }
        // While more is there to be read it would be drawn for nothing.
        if pendingInput == 0 || keys.isAmbiguous { refresh() }
    }

    /// How many bytes are there that were typed or pasted and not taken yet.
    var pendingInput: Int {
        var waiting: Int32 = 0
        return keys.count + (ioctl(Screen.Stream.input.rawValue, UInt(FIONREAD), &waiting) == 0 ? Int(waiting) : 0)
    }

    private func nextScalar(complete: Bool) -> Unicode.Scalar? {
        while true {
            switch keys.next(complete: complete) {
            case .character(let scalar):
                // Nobody types these; some are keys of ours.
                if !PrivateKey.range.contains(scalar) { return scalar }
            case .function(let key):
                return key
            case .paste(let bytes):
                line.paste = (line.paste ?? "") + KeyStream.text(ofPaste: bytes)
                hasSeenBrackets = true
                return nil
            case nil:
                return nil
            }
        }
    }

    /// Waits until something happens and takes it in.
    ///
    /// - Parameter milliseconds: -1 for as long as it takes.
    /// - Returns: false when nothing happened in time.
    private func wait(for milliseconds: Int32) -> Bool {
        let untilTick = tick()
        let current = watches.filter { !line.deadWatches.contains($0.descriptor) }
        var polled = [Screen.Stream.input.rawValue, interrupts.descriptor, signals.descriptor]
            .map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        polled += current.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
        let count = poll(&polled, nfds_t(polled.count), milliseconds < 0 ? untilTick : milliseconds)
        // A signal came: its handler has written to a pipe that the next call sees.
        guard count >= 0 else { return true }
        if count == 0 { return milliseconds < 0 }
        if polled[1].revents != 0 && interrupts.take() > 0 { line.ending = .interrupted }
        if polled[2].revents != 0 { takeSignals() }
        for (watch, result) in zip(current, polled[3...]) where result.revents != 0 {
            notice(watch, result.revents)
        }
        if polled[0].revents != 0 && line.ending == nil { readInput() }
        return true
    }

    /// Does what is to be done now.
    /// - Returns: how long to wait for the next time, in milliseconds; -1: for ever.
    private func tick() -> Int32 {
        guard let ticks, line.edits else { return -1 }
        var left = nextTick - .now
        if left <= .zero {
            ticks.handle()
            nextTick = .now + ticks.pace
            left = line.above.isEmpty ? ticks.pace : .zero
        }
        let parts = left.components
        return Int32(clamping: parts.seconds * 1000 + parts.attoseconds / 1_000_000_000_000_000 + 1)
    }

    private func takeSignals() {
        for event in signals.take() {
            switch event {
            case .resized: line.resized = true
            case .stopRequested: line.stopRequested = true
            case .continued: resume()
            }
        }
    }

    private func notice(_ watch: Watch, _ events: Int16) {
        // Hung up, with nothing left to read: it would be reported for ever.
        if events & Int16(POLLIN) == 0 { line.deadWatches.insert(watch.descriptor) }
        if events & Int16(POLLNVAL) != 0 { return }
        if watch.handle() == .leave && line.ending == nil { line.ending = .end }
    }

    /// Takes one byte: what is typed ahead stays with the terminal, where a program that is started can have it. Only
    /// a paste is taken in large pieces.
    private func readInput() {
        var buffer = [UInt8](repeating: 0, count: keys.isPasting ? 4096 : 1)
        let count = read(Screen.Stream.input.rawValue, &buffer, buffer.count)
        if count > 0 {
            keys.append(buffer[..<count])
        } else if count == 0 || errno != EINTR && errno != EAGAIN {
            line.ending = .end
        }
    }

    /// Takes the rest of a paste that Ctrl-C interrupted, so that it is not taken for keys.
    private func dropPaste() {
        while keys.isPasting {
            var polled = [pollfd(fd: Screen.Stream.input.rawValue, events: Int16(POLLIN), revents: 0)]
            guard poll(&polled, 1, pastePause) > 0 else { break }
            let before = keys.count
            readInput()
            if keys.count == before { break }
            _ = keys.next(complete: false)
        }
        if keys.isPasting { keys.drop() }
        _ = interrupts.take()
    }
}
