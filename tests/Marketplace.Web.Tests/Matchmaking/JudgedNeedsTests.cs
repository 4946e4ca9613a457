using Marketplace.Matching.Learning;
using Marketplace.Web.Catalogue.Searching;
using Marketplace.Web.Matchmaking;
using Marketplace.Web.Platform.Verbs;

namespace Marketplace.Web.Tests.Matchmaking;

public sealed class JudgedNeedsTests
{
    private static readonly MatchingModel Model = MatchingModel.Load(SearchingSetup.Analyzer);

    [Fact]
    public void The_weights_in_force_put_what_is_wanted_first()
    {
        var pairs = Read("need_id\tlevel\tneed_title\tneed_text\toffer_title_words",
            "a\t1\t棉田残膜回收\t地里的残膜捡不干净\t葡萄酒 酿造 方法", "a\t4\t棉田残膜回收\t地里的残膜捡不干净\t残膜 回收 机",
            "b\t2\t锂电池电解液\t低温下容量衰减\t采棉机 打包", "b\t3\t锂电池电解液\t低温下容量衰减\t低温 锂离子 电池 电解液");
        pairs.Select(pair => (pair.Need, pair.Level)).ShouldBe([("a", 1), ("a", 4), ("b", 2), ("b", 3)]);
        pairs.ShouldAllBe(pair => pair.Pair.Encoded && pair.Pair.Values.All(factor => factor >= 0 && factor <= 1));
        var quality = Evaluation.Of(pairs, Model.Shipped);
        (quality.Ndcg, quality.Auc).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("a\t5\t题\t文\t名")]
    [InlineData("a\tx\t题\t文\t名")]
    [InlineData("a\t2\t题\t文")]
    public void A_row_that_cannot_be_read_is_named(string row) =>
        Should.Throw<OperatorException>(() => Read("a\t2\t题\t文\t名", row)).Message.ShouldContain("2");

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Should.Throw<OperatorException>(() => JudgedNeeds.Read("/nowhere/needs.tsv", Model.Texts)).Message.ShouldContain("/nowhere/needs.tsv");

    private static IReadOnlyList<JudgedPair> Read(params string[] lines)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(file, lines);
            return JudgedNeeds.Read(file, Model.Texts);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
