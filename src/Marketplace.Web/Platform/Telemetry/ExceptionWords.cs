namespace Marketplace.Web.Platform.Telemetry;

public static class ExceptionWords
{
    /// <summary>
    /// What a log may say of an exception: types and places. Its message may hold what somebody wrote: a value that did not fit, an address
    /// that was refused.
    /// </summary>
    public static string WithoutWords(this Exception exception)
    {
        var types = new List<string>();
        for (var e = exception; e is not null; e = e.InnerException) types.Add(e.GetType().FullName ?? e.GetType().Name);
        return $"{string.Join(" <- ", types)}{Environment.NewLine}{exception.StackTrace}";
    }
}
