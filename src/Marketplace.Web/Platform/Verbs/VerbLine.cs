using System.Globalization;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Catalogue.Import;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Organisations.Directory;
using Marketplace.Web.Organisations.Members;
using Marketplace.Web.Plans.Reporting;
using Marketplace.Web.Platform.Audit;
using Marketplace.Web.Platform.Database;
using Npgsql;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Finds the verb and runs it. Results go to standard output, everything else to standard error.</summary>
public static class VerbLine
{
    private static readonly string[] s_languageVariables = ["LC_ALL", "LC_MESSAGES", "LANG"];

    public static async Task<int> RunAsync(string[] args)
    {
        VerbTexts.Culture = CultureInfo.CurrentUICulture = TerminalLanguage();
        try
        {
            var line = new CommandLine(args);
            return (int)await (line.Verb switch
            {
                "serve" => Serve.RunAsync(line),
                "migrate" => MigrateAsync(line),
                "audit verify" => VerifyAuditAsync(line),
                var verb when verb.StartsWith(DirectoryVerb.Words, StringComparison.Ordinal) => DirectoryVerb.RunAsync(line),
                ReindexVerb.Word => ReindexVerb.RunAsync(line),
                var verb when verb.StartsWith(EvaluateSearchVerb.Words, StringComparison.Ordinal) => EvaluateSearchVerb.RunAsync(line),
                var verb when verb.StartsWith(EvaluateMatchingVerb.Words, StringComparison.Ordinal) => EvaluateMatchingVerb.RunAsync(line),
                var verb when verb == TrainVerb.Word || verb.StartsWith(TrainVerb.Word + " ", StringComparison.Ordinal) => TrainVerb.RunAsync(line),
                var verb when verb.StartsWith(PatentImportVerb.Words, StringComparison.Ordinal) => PatentImportVerb.RunAsync(line),
                var verb when verb == ReportVerb.Word || verb.StartsWith(ReportVerb.Word + " ", StringComparison.Ordinal) => ReportVerb.RunAsync(line),
                "help" => HelpAsync(),
                var verb when verb.StartsWith(InviteVerb.Word + " ", StringComparison.Ordinal) => InviteVerb.RunAsync(line),
                _ => throw OperatorException.Words(string.Format(VerbTexts.Culture, VerbTexts.UnknownWord, line.Verb)),
            });
        }
        catch (OperatorException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            if (e.IsAboutWords) await Console.Error.WriteLineAsync("\n" + VerbTexts.Usage);
            return (int)e.Code;
        }
        catch (Exception e) when (ConfigurationFault.From(e) is { } fault)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return (int)fault.Code;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException || DatabaseFault.IsAway(e))
        {
            await Console.Error.WriteLineAsync(string.Format(VerbTexts.Culture, VerbTexts.DatabaseAwayGivenUp, e.GetBaseException().Message));
            return (int)ExitCode.DatabaseAway;
        }
    }

    private static async Task<ExitCode> HelpAsync()
    {
        await Console.Out.WriteLineAsync(VerbTexts.Usage);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> MigrateAsync(CommandLine line)
    {
        line.Allow();
        await using var database = await WorkingDatabase.OpenAsync(line, CancellationToken.None);
        await Migrator.ApplyAsync(database.Address, Console.Error.WriteLine, CancellationToken.None);
        await Console.Error.WriteLineAsync(VerbTexts.Migrated);
        return ExitCode.Ok;
    }

    private static async Task<ExitCode> VerifyAuditAsync(CommandLine line)
    {
        line.Allow("expect");
        await using var database = await WorkingDatabase.OpenAsync(line, CancellationToken.None);
        // A folder that had no database gets a whole one, as with every verb. One that is there is looked at and left alone.
        if (database.IsNew) await Migrator.ApplyAsync(database.Address, Console.Error.WriteLine, CancellationToken.None);
        await using var source = NpgsqlDataSource.Create(database.Address.App);
        if (!await AuditVerifier.HasLogAsync(source, CancellationToken.None)) throw new OperatorException(ExitCode.DatabaseAway, VerbTexts.AuditNotThere);
        var report = await AuditVerifier.VerifyAsync(source, line.Option("expect"), CancellationToken.None);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"entries={report.Entries}\nhead={report.Head}\nintact={(report.BrokenAt is null ? "yes" : "no")}"));
        if (report.BrokenAt is not { } at) return ExitCode.Ok;
        await Console.Error.WriteLineAsync(string.Format(VerbTexts.Culture, VerbTexts.AuditBroken, at, report.Reason));
        return ExitCode.NotInOrder;
    }

    /// <summary>The terminal's language where it is one of ours; Chinese in a terminal that names none (C, POSIX) would often be unreadable, so English there.</summary>
    private static CultureInfo TerminalLanguage()
    {
        var name = s_languageVariables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? "";
        return CultureInfo.GetCultureInfo(name.StartsWith("zh", StringComparison.Ordinal) ? "zh-CN" : name.StartsWith("ug", StringComparison.Ordinal) ? "ug" : "en");
    }
}
