using System.Text.RegularExpressions;
using Marketplace.Testing;

namespace Marketplace.Web.Tests.Platform.Face;

/// <summary>A form that names its address gets no token by itself: without one every press of its button is answered with 400, and a test that brings a token of its own does not see it.</summary>
public sealed partial class FormTokenTests
{
    [Fact]
    public void A_form_that_names_its_address_says_whether_it_bears_a_token()
    {
        var forms = Directory.EnumerateFiles(Repository.PathOf("src", "Marketplace.Web"), "*.cshtml", SearchOption.AllDirectories)
            .SelectMany(file => Form.Matches(File.ReadAllText(file)).Select(form => (File: Path.GetFileName(file), Tag: form.Value))).ToList();
        forms.Count.ShouldBeGreaterThan(5);
        forms.Where(form => !form.Tag.Contains("asp-antiforgery=", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex("<form\\b(?=[^\\n]* method=\"post\")(?=[^\\n]* action=)[^\\n]*", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form { get; }
}
