using Microsoft.Extensions.Options;

namespace Marketplace.Web.Platform.Verbs;

/// <summary>Tells a wrong setting from a bug, whichever part of the framework found it, and says it in one line.</summary>
internal static class ConfigurationFault
{
    public static OperatorException? From(Exception exception) => exception switch
    {
        OptionsValidationException e => Wrong(string.Join("; ", e.Failures)),
        AggregateException e when e.InnerExceptions.All(inner => inner is OptionsValidationException) =>
            Wrong(string.Join("; ", e.InnerExceptions.Cast<OptionsValidationException>().SelectMany(inner => inner.Failures))),
        // "Failed to convert configuration value 'x' at 'Files:MaxBytes' to type …", and a level or filter of logging that is none.
        InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" or "Microsoft.Extensions.Logging.Configuration" } e => Wrong(e.Message),
        // An appsettings file that is no JSON.
        InvalidDataException { InnerException: FormatException } e => Wrong($"{e.Message} {e.InnerException!.GetBaseException().Message}"),
        _ => null,
    };

    public static OperatorException Wrong(string reason) => new(ExitCode.Usage, string.Format(VerbTexts.Culture, VerbTexts.ConfigurationWrong, reason));
}
