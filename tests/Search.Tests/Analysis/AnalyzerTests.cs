using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Analysis;

public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("一种棉花打顶机及其控制方法", "棉花|打|打顶|顶|顶机|机|及其|控制|方法")]
    [InlineData("本发明公开了一种ＬｉＦｅＰＯ４正极材料", "lifepo4|正极|材料")]
    public void Texts_become_terms(string text, string terms) => string.Join('|', SharedAnalyzer.Instance.Terms(text)).ShouldBe(terms);
}
