using Marketplace.Web.Organisations;

namespace Marketplace.Web.Tests.Organisations;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("买买提·艾力", "买买提•艾力")]
    [InlineData("买买提·艾力", "买买提．艾力")]
    [InlineData("买买提·艾力", "买买提・艾力")]
    [InlineData("买买提·艾力", "买买提 艾力")]
    [InlineData("买买提·艾力", "买买提艾力")]
    [InlineData("博州（博乐）公司", "博州(博乐)公司")]
    [InlineData("ＡＢＣ科技", "abc科技")]
    [InlineData("新疆農業大學", "新疆农业大学")]
    [InlineData("龜茲藥業", "龟兹药业")]
    [InlineData("㑮公司", "𫝈公司")]   // The simplified form lies outside the basic plane.
    public void Ways_to_write_one_name_are_alike(string one, string other) => NameFolding.Fold(one).ShouldBe(NameFolding.Fold(other));

    [Theory]
    [InlineData("𠮷野公司", "吉野公司")]
    [InlineData("博乐一公司", "博乐二公司")]
    public void Different_names_stay_different(string one, string other) => NameFolding.Fold(one).ShouldNotBe(NameFolding.Fold(other));
}
