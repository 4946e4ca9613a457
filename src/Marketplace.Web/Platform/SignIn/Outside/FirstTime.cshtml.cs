using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Marketplace.Web.Platform.SignIn.Outside;

/// <summary>Where somebody lands whom the provider knows and we do not, or when the way through the provider failed.</summary>
[Access(Act.SignIn)]
internal sealed class FirstTimeModel(OutsideFlow flow, IEnumerable<IOutsideProvider> providers) : PageModel
{
    public string? Provider { get; private set; }
    public string? Failure { get; private set; }

    public void OnGet(string? failed)
    {
        Failure = failed switch
        {
            null => null,
            "expired" => OutsideTexts.Expired,
            "refused" => OutsideTexts.Refused,
            "closed" => OutsideTexts.Closed,
            _ => OutsideTexts.Away,
        };
        var pending = flow.Remembered(HttpContext);
        Provider = providers.FirstOrDefault(p => p.Name == pending?.Provider)?.Options.Title;
    }
}
