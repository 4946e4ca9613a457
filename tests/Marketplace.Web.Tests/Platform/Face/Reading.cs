using System.Globalization;

namespace Marketplace.Web.Tests.Platform.Face;

/// <summary>Runs a test in a reader's language and puts the thread's own back.</summary>
internal sealed class Reading : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentUICulture;

    public Reading(string language) => CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);

    public void Dispose() => CultureInfo.CurrentUICulture = _before;
}
