namespace Marketplace.Web.Platform.Verbs;

/// <summary>Something the person who started the program can put right: shown as one plain message, without a stack trace.</summary>
public sealed class OperatorException(ExitCode code, string message) : Exception(message)
{
    public ExitCode Code => code;

    /// <summary>True when a look at the usage helps: the command line is at fault, not a setting.</summary>
    public bool IsAboutWords { get; private init; }

    public static OperatorException Words(string message) => new(ExitCode.Usage, message) { IsAboutWords = true };
}

/// <summary>What a script that calls us can act on.</summary>
public enum ExitCode
{
    Ok = 0,
    /// <summary>The verb ran and what it checked is not in order.</summary>
    NotInOrder = 1,
    Usage = 2,
    /// <summary>Something this machine needs is not installed, or is of the wrong version.</summary>
    Missing = 3,
    DataInUse = 4,
    PortTaken = 5,
    DatabaseAway = 6,
    /// <summary>The data folder cannot be written: full, closed or foreign.</summary>
    DataUnusable = 7,
}
