using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class TextFoldingTests
{
    [Theory]
    [InlineData("ＬｉＦｅＰＯ４ 正极", "lifepo4 正极")]
    [InlineData("阿卜杜拉•买买提", "阿卜杜拉·买买提")]
    [InlineData("阿卜杜拉・买买提", "阿卜杜拉·买买提")]
    [InlineData("  节水　灌溉\t装置 ", "节水 灌溉 装置")]
    [InlineData("奇\u200B异\uFEFF果", "奇异果")]
    [InlineData("𠮷祥", "𠮷祥")]
    public void Ways_of_writing_one_thing_become_alike(string written, string folded) => TextFolding.Fold(written).ShouldBe(folded);

    [Fact]
    public void Folding_twice_changes_nothing() =>
        Prop.ForAll<NonNull<string>>(text =>
        {
            var once = TextFolding.Fold(text.Get);
            return TextFolding.Fold(once) == once;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Broken_text_is_folded_too()
    {
        TextFolding.Fold("\uD800").ShouldBe("\uFFFD");
        TextFolding.Fold("a\uDC00😀").ShouldBe("a\uFFFD😀");
        TextFolding.Fold("\uFFFEb").ShouldBe("\uFFFDb");
    }
}
