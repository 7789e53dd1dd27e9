import ArgumentParser
import Foundation

/// The command line. What the commands do lives in the rooms; here they are put together and given their settings.
struct Astrobase: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "astrobase",
        abstract: "An observatory's archive for photos of the sky.",
        discussion: "Settings that have no option are environment variables; the README lists them.",
        version: Version.string,
        subcommands: [
            UpCommand.self, ServeCommand.self, WorkerCommand.self, BeatCommand.self, SolveCommand.self, AnnotateCommand.self,
            CutoutCommand.self, BlinkCommand.self, StatusCommand.self, TaskCommand.self, QueueCommand.self,
            DoctorCommand.self, WhereCommand.self, UserCommand.self, APIKeyCommand.self, BackupCommand.self, RestoreCommand.self,
            VerifyCommand.self,
            ImportCommand.self, AdoptCommand.self,
            SampleCommand.self, GuardCommand.self,
        ])
}

@main
enum Main {
    static func main() async {
        do {
            if AstapCommand.isMeant(by: CommandLine.arguments.first ?? "") {
                exit(try await AstapCommand(arguments: AstapArguments(CommandLine.arguments)).run())
            }
            var command = try Astrobase.parseAsRoot()
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
        } catch let error as PlainError {
            printError("astrobase: \(error.message)")
            exit(1)
        } catch {
            // Wrong usage ends with 2, as the contract of the commands says; ArgumentParser's own code is 64.
            guard Astrobase.exitCode(for: error) == .validationFailure else { Astrobase.exit(withError: error) }
            printError(Astrobase.fullMessage(for: error))
            exit(2)
        }
    }
}
