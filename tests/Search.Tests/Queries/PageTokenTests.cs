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
        for (var i = 0; i < 5000; i++)
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
        for (var i = 0; i < 2000; i++)
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

    private static string Token() => PageToken.Write(Request, QuerySchema.Instance, null, new(1.5f, null, "CN1"), Reading.AllWords);

    private static (Place, Reading)? Read(string token, SearchRequest request) => PageToken.Read(token, request, QuerySchema.Instance, null);
}
