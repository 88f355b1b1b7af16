internal import Fleet

// What happens on the hub while a person types.
extension Session {
    /// How long the hub may keep a person's keys waiting.
    private static let patience = Duration.seconds(1)

    /// Looks what has changed on the hub since the last time.
    /// - Returns: one faint line for the person; nil: nothing has, or nobody wants to know.
    package func notice() -> String? {
        guard context.settings.notify else { return nil }
        do {
            let changes = try hub.patiently(Self.patience) { () throws(FleetError) in
                try roster.look(hub, within: Self.patience)
            }
            let wasAway = missedLooks > 1
            missedLooks = 0
            for case .renamed(let old, let new) in changes {
                if selection.contains(old) { selection = selection.map { $0 == old ? new : $0 } }
            }
            let told = changes.filter { !ownChanges.contains($0) }
            ownChanges = []
            let sentences = (wasAway ? ["the hub is back"] : []) + told.map(Self.sentence)
            return sentences.isEmpty ? nil : faint(sentences.joined(separator: " · "))
        } catch {
            // Once may be a hub that is busy.
            missedLooks += 1
            return missedLooks == 2 ? faint("the hub went away") : nil
        }
    }

    /// Whether the hub may be looked at between keys: one that is far away and out of reach would hold them up.
    package var canNotice: Bool { hub.isConnected || hub.isLocal }

    private func faint(_ text: String) -> String {
        output.noteAbove(text)
        return Styled(text, .faint).rendered(color: output.style.hasColor)
    }

    private static func sentence(_ change: Roster.Change) -> String {
        switch change {
        case .registered(let boards): "+\(counted(boards.count, "board")): \(fold(boards))"
        case .offline(let boards): "offline: \(fold(boards))"
        case .back(let boards): "back: \(fold(boards))"
        case .renamed(let old, let new): "\(old) is now \(new)"
        }
    }
}
