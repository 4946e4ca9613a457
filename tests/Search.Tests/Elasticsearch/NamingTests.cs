using FsCheck;
using FsCheck.Fluent;
using Marketplace.Search.Documents;
using Marketplace.Search.Elasticsearch;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Elasticsearch;

/// <summary>Keys, marks and names: what holds without a server.</summary>
public sealed class NamingTests
{
    private static readonly Gen<string> s_texts = Gen.Elements("aZ中\ud7ff\ud800\udbff\udc00\udfff\ue000\uff01\uffff".ToCharArray()).ArrayOf().Select(units => new string(units));

    [Fact]
    public void Keys_order_by_code_point_as_their_texts_do_by_unit_and_lead_back() =>
        Prop.ForAll(s_texts.Two().ToArbitrary(), texts =>
        {
            var (one, two) = (DocumentKey.Of(texts.Item1), DocumentKey.Of(texts.Item2));
            return DocumentKey.TextOf(one) == texts.Item1
                && Math.Sign(System.Text.Encoding.UTF8.GetBytes(one).AsSpan().SequenceCompareTo(System.Text.Encoding.UTF8.GetBytes(two))) == Math.Sign(string.CompareOrdinal(texts.Item1, texts.Item2))
                && one.StartsWith(two, StringComparison.Ordinal) == texts.Item1.StartsWith(texts.Item2, StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Marks_in_pieces_sum_up_to_the_sum_of_the_marks() =>
        Prop.ForAll<ulong[]>(marks =>
        {
            var pieces = marks.Select(mark => Fields.Pieces(mark)).ToList();
            var sum = Fields.Sum(pieces.Sum(piece => (double)piece.Low), pieces.Sum(piece => (double)piece.Middle), pieces.Sum(piece => (double)piece.High));
            return sum == marks.Aggregate(0ul, (total, mark) => unchecked(total + mark));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_largest_marks_of_two_thousand_million_documents_still_sum_up_exactly()
    {
        var most = (double)(1 << Fields.MarkBits) - 1;
        (most * int.MaxValue).ShouldBeLessThan(Math.Pow(2, 53));
        Fields.Pieces(ulong.MaxValue).ShouldBe(((1 << 22) - 1, (1 << 22) - 1, (1 << 20) - 1));
    }

    [Theory]
    [InlineData("x-samples-v1-20260304-040000-00ffab", true)]
    [InlineData("x-samples-v12-20260304-040000-00ffab", true)]
    [InlineData("x-samples-vine-v1-20260304-040000-00ffab", false)]   // Another schema's.
    [InlineData("x-samples-v1", false)]
    [InlineData("samples-v1-20260304-040000-00ffab", false)]
    public void Only_indexes_of_our_schema_are_ours(string index, bool ours)
    {
        var names = new IndexNames(Sample.Schema, new() { IndexPrefix = "x-" }, TimeProvider.System);
        names.IsOurs(index).ShouldBe(ours);
        names.IsOurs(names.NewIndex()).ShouldBeTrue();
        names.NewIndex().ShouldNotBe(names.NewIndex());
    }

    public static TheoryData<ElasticsearchOptions, string?> Options() => new()
    {
        { new() { Addresses = [new("https://one:9200"), new("http://two/path/")] }, null },
        { new(), "at least one address" },
        { new() { Addresses = [new("ftp://one")] }, "ftp://one" },
        { new() { Addresses = [new("one", UriKind.Relative)] }, "no http or https address" },
        { new() { Addresses = [new("http://one")], CaFile = "/nowhere/ca.pem" }, "no CA file" },
        { new() { Addresses = [new("http://one")], User = "only" }, "neither" },
        { new() { Addresses = [new("http://one")], IndexPrefix = "Upper" }, "prefix" },
        { new() { Addresses = [new("http://one")], IndexPrefix = "_x" }, "prefix" },
        { new() { Addresses = [new("http://one")], Shards = 0 }, "shard" },
        { new() { Addresses = [new("http://one")], SearchTimeout = TimeSpan.Zero }, "timeout" },
    };

    [Theory, MemberData(nameof(Options), DisableDiscoveryEnumeration = true)]
    public void Options_that_cannot_work_are_told_at_the_start(ElasticsearchOptions options, string? fault)
    {
        if (fault is null) options.Fault().ShouldBeNull();
        else options.Fault().ShouldNotBeNull().ShouldContain(fault);
        if (fault is not null) Should.Throw<ArgumentException>(() => new ElasticsearchClient(options, TimeProvider.System));
    }

    [Theory]
    [InlineData("properties", "by_hand", Likeness.Extended)]
    [InlineData("_meta", "version", Likeness.Foreign)]
    [InlineData(null, "dynamic", Likeness.Foreign)]
    public void A_mapping_is_ours_ours_with_more_or_foreign(string? inside, string changed, object expected)
    {
        var index = IndexDefinition.Create(Sample.Schema, new());
        IndexDefinition.Compare(Sample.Schema, index).ShouldBe(Likeness.Same);
        var mappings = index["mappings"]!.AsObject();
        (inside is null ? mappings : mappings[inside]!.AsObject())[changed] = "something else";
        IndexDefinition.Compare(Sample.Schema, index).ShouldBe((Likeness)expected);
        IndexDefinition.Compare(new IndexSchema { Name = "bare", Version = 1, Texts = [], Columns = [] }, index).ShouldBe(Likeness.Foreign);
    }
}
