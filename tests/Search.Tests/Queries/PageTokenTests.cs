using Marketplace.Search.Queries;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Queries;

public sealed class PageTokenTests
{
    private static readonly SearchRequest Request = new()
    {
        Text = "锂电池",
        Filters = [new AnyValue("status", ["a", "b"]), new Beginning("ipc", "H01"), new Between("year", 2000, null)],
    };

    [Fact]
    public void A_token_gives_back_what_was_put_in()
    {
        var random = new Random(3);
        for (var i = 0; i < 1000; i++)
        {
            var id = string.Concat(Enumerable.Range(0, random.Next(1, 200)).Select(_ => (char)random.Next(0x20, 0xD800)));
            Place place = random.Next(3) switch
            {
                0 => new((float)(random.NextDouble() * 100), null, id),
                1 => new(null, random.NextInt64(long.MinValue, long.MaxValue), id),
                _ => new(null, null, id),
            };
            var reading = (Reading)random.Next(3);

            var token = PageToken.Write(Request, QuerySchema.Instance, "like", place, reading);

            PageToken.Read(token, Request, QuerySchema.Instance, "like").ShouldBe((place, reading));
            Uri.EscapeDataString(token).ShouldBe(token);
        }
    }

    [Fact]
    public void Another_question_refuses_it()
    {
        var token = Token();

        Read(token, Request with { Text = "铅酸电池" }).ShouldBeNull();
        Read(token, Request with { Mode = WordMode.Any }).ShouldBeNull();
        Read(token, Request with { Filters = [] }).ShouldBeNull();
        Read(token, Request with { Order = new("year", false) }).ShouldBeNull();
        PageToken.Read(token, Request, QuerySchema.Instance, "like").ShouldBeNull();
        PageToken.Read(token, Request, QuerySchema.Instance with { Name = "needs" }, null).ShouldBeNull();
    }

    [Fact]
    public void The_same_question_put_in_another_way_takes_it()
    {
        IReadOnlyList<Filter> turned = [new Between("year", 2000, null), new Beginning("ipc", "H01"), new AnyValue("status", ["b", "a"])];

        Read(Token(), Request with { Filters = turned, Size = 50, Facets = [new("status")] }).ShouldNotBeNull();
    }

    [Fact]
    public void Made_by_hand_it_is_refused()
    {
        var token = Token();
        foreach (var made in new[] { "", "a", "AAAA", "1", "../../etc", "锂", token + "=", token + " ", token[..^1], token + token, new string('A', 100_000), token.ToUpperInvariant(), "\uD800" })
        {
            Read(made, Request).ShouldBeNull(made);
        }
        var random = new Random(9);
        for (var i = 0; i < 500; i++)
        {
            var altered = token.ToCharArray();
            var at = random.Next(altered.Length);
            altered[at] = altered[at] == 'A' ? 'B' : 'A';
            Read(new(altered), Request).ShouldBeNull();
            Read(RandomText.Of(random, 20), Request).ShouldBeNull();
        }
    }

    [Fact]
    public void An_infinite_score_is_no_place() =>
        Read(PageToken.Write(Request, QuerySchema.Instance, null, new(float.NaN, null, "1"), Reading.AllWords), Request).ShouldBeNull();

    [Fact]
    public void The_longest_id_in_any_script_fits()
    {
        foreach (var letter in "x专ئ")
        {
            var place = new Place(null, 7, new(letter, 200));
            Read(PageToken.Write(Request, QuerySchema.Instance, null, place, Reading.SomeWords), Request).ShouldBe((place, Reading.SomeWords));
        }
        // Longer ones are not read, whatever wrote them.
        Read(PageToken.Write(Request, QuerySchema.Instance, null, new(null, 7, new('专', 201)), Reading.SomeWords), Request).ShouldBeNull();
        Read(PageToken.Write(Request, QuerySchema.Instance, null, new(null, 7, ""), Reading.SomeWords), Request).ShouldBe((new Place(null, 7, ""), Reading.SomeWords));
    }

    [Fact]
    public void Each_part_of_a_filter_or_an_order_is_part_of_the_question()
    {
        Filter[] alike =
        [
            new AnyValue("ipc", ["a", "b"]), new AnyValue("ipc", ["ab"]), new AnyValue("ipc", ["a"]), new AnyValue("status", ["a", "b"]),
            new Beginning("ipc", "a"), new Beginning("ipc", "b"), new Beginning("status", "a"),
            new Between("year", 1, null), new Between("year", null, 1), new Between("year", 1, 1), new Between("month", 1, null),
        ];
        var asked = alike.Select(filter => Request with { Filters = [filter] })
            .Concat([Request with { Filters = [] }, Request with { Filters = [], Order = new("year", false) }, Request with { Filters = [], Order = new("year", true) }, Request with { Filters = [], Order = new("", true) }]).ToList();
        for (var one = 0; one < asked.Count; one++)
        {
            var token = PageToken.Write(asked[one], QuerySchema.Instance, null, new(1.5f, null, "CN1"), Reading.AllWords);
            for (var other = 0; other < asked.Count; other++) (Read(token, asked[other]) is not null).ShouldBe(one == other, $"{one} as {other}");
        }
    }

    /// <summary>Somebody who keeps an address expects its next page after an update: the bytes of a token are a promise.</summary>
    [Fact]
    public void A_token_of_an_older_program_still_works() => Token().ShouldBe("BAAAwD8AAAAAQ04xIlHFaE51cQk");

    [Fact]
    public void A_filter_nobody_knows_is_a_mistake_of_ours() =>
        Should.Throw<ArgumentOutOfRangeException>(() => Read(Token(), Request with { Filters = [new Unknown("ipc")] }));

    private sealed record Unknown(string Column) : Filter(Column);

    private static string Token() => PageToken.Write(Request, QuerySchema.Instance, null, new(1.5f, null, "CN1"), Reading.AllWords);

    private static (Place, Reading)? Read(string token, SearchRequest request) => PageToken.Read(token, request, QuerySchema.Instance, null);
}
