using Marketplace.Search.Documents;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Documents;

public sealed class DocumentCheckTests
{
    private static readonly SearchDocument s_good = new()
    {
        Id = "a",
        Version = 1,
        Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = [new('v', 1_000)] },
        Numbers = new Dictionary<string, long> { ["year"] = long.MinValue + 1 },
    };

    [Fact]
    public void What_engines_take_has_no_fault()
    {
        DocumentCheck.Find(IndexChange.Put(s_good)).ShouldBeNull();
        DocumentCheck.Find(IndexChange.Put(s_good with { Id = new('专', 170), Version = 0 })).ShouldBeNull();
        DocumentCheck.Find(IndexChange.Remove("a", 0)).ShouldBeNull();
    }

    [Fact]
    public void What_they_do_not_take_is_named()
    {
        DocumentCheck.Find(IndexChange.Remove("", 1)).ShouldBe("id_length");
        DocumentCheck.Find(IndexChange.Remove(new('x', 171), 1)).ShouldBe("id_length");
        DocumentCheck.Find(IndexChange.Remove("a\nb", 1)).ShouldBe("id_control_character");
        DocumentCheck.Find(IndexChange.Remove("a", -1)).ShouldBe("version_negative");
        DocumentCheck.Find(new("b", 1, s_good)).ShouldBe("id_or_version_differs");
        DocumentCheck.Find(new("a", 2, s_good)).ShouldBe("id_or_version_differs");
        DocumentCheck.Find(IndexChange.Put(s_good with { Numbers = new Dictionary<string, long> { ["year"] = long.MinValue } })).ShouldBe("number_out_of_range");
        DocumentCheck.Find(IndexChange.Put(s_good with { Values = new Dictionary<string, IReadOnlyList<string>> { ["kind"] = ["", new('v', 1_001)] } })).ShouldBe("value_too_long");
    }
}
