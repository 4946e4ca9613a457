using Marketplace.Search.Documents;
using Marketplace.Search.Embedded;
using Marketplace.Search.Tests.Analysis;
using Shouldly;
using Xunit;

namespace Marketplace.Search.Tests.Embedded;

public sealed class EngineFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task What_was_saved_comes_back_with_its_removals_and_its_position()
    {
        using var engine = await SaveAsync();

        var (loaded, position) = EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance);

        position.ShouldBe("outbox 17");
        (await loaded.StateAsync(Token)).ShouldBe(await engine.StateAsync(Token));
        loaded.Get(RandomWorld.IdOf(3))!.Stored.ShouldBe(engine.Get(RandomWorld.IdOf(3))!.Stored);
        // Taken out before the save with version 90: what is older stays out.
        (await loaded.ApplyAsync([IndexChange.Put(new RandomWorld(9).Document(5, 80))], Token)).Stale.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_written_straight_from_documents_is_the_same_index()
    {
        var world = new RandomWorld(3);
        var documents = Enumerable.Range(0, 9_000).Select(id => world.Document(id, 1)).ToList();
        using var filled = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await filled.RebuildAsync(documents.ToAsyncEnumerable(), Token);

        await EmbeddedEngine.WriteAsync(_file, RandomWorld.Schema, SharedAnalyzer.Instance, documents.ToAsyncEnumerable(), "outbox 4", Token);

        EmbeddedEngine.PositionIn(_file, RandomWorld.Schema).ShouldBe("outbox 4");
        var (loaded, position) = EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance);
        position.ShouldBe("outbox 4");
        (await loaded.StateAsync(Token)).ShouldBe(await filled.StateAsync(Token));
        for (var n = 0; n < 50; n++)
        {
            var query = world.Query();
            var (one, other) = (loaded.Search(query), filled.Search(query));
            one.Total.ShouldBe(other.Total);
            one.Hits.Select(hit => (hit.Document.Id, hit.Score)).ShouldBe(other.Hits.Select(hit => (hit.Document.Id, hit.Score)));
        }
    }

    [Fact]
    public async Task The_position_is_told_without_the_rest_and_not_of_a_file_that_cannot_be_used()
    {
        (await SaveAsync()).Dispose();
        EmbeddedEngine.PositionIn(_file, RandomWorld.Schema).ShouldBe("outbox 17");
        EmbeddedEngine.PositionIn(_file, RandomWorld.Schema with { Version = 2 }).ShouldBeNull();
        EmbeddedEngine.PositionIn(_file + ".none", RandomWorld.Schema).ShouldBeNull();
        await File.WriteAllTextAsync(_file, "torn", Token);
        EmbeddedEngine.PositionIn(_file, RandomWorld.Schema).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_of_another_schema_is_refused()
    {
        (await SaveAsync()).Dispose();
        Should.Throw<InvalidDataException>(() => EmbeddedEngine.Load(_file, RandomWorld.Schema with { Version = 2 }, SharedAnalyzer.Instance)).Message.ShouldContain("another schema");
    }

    [Fact]
    public void A_file_of_somebody_else_is_refused()
    {
        File.WriteAllBytes(_file, [.. Enumerable.Range(0, 5_000).Select(i => (byte)(i * 7))]);
        Should.Throw<InvalidDataException>(() => EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance));
    }

    [Fact]
    public async Task A_file_torn_anywhere_is_refused()
    {
        (await SaveAsync()).Dispose();
        var whole = await File.ReadAllBytesAsync(_file, Token);
        for (var length = 0; length < whole.Length; length += 97)
        {
            await File.WriteAllBytesAsync(_file, whole[..length], Token);
            Should.Throw<InvalidDataException>(() => EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance), $"{length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public async Task A_changed_byte_anywhere_is_found()
    {
        (await SaveAsync()).Dispose();
        var whole = await File.ReadAllBytesAsync(_file, Token);
        for (var at = 0; at < whole.Length; at += 61)
        {
            whole[at] ^= 0x10;
            await File.WriteAllBytesAsync(_file, whole, Token);
            Should.Throw<InvalidDataException>(() => EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance), $"byte {at}");
            whole[at] ^= 0x10;
        }
    }

    [Fact]
    public async Task The_old_file_stays_whole_until_the_new_one_is()
    {
        (await SaveAsync()).Dispose();
        // What a save that was killed leaves behind.
        await File.WriteAllTextAsync(_file + ".new", "half", Token);
        EmbeddedEngine.Load(_file, RandomWorld.Schema, SharedAnalyzer.Instance).Position.ShouldBe("outbox 17");
        (await SaveAsync()).Dispose();
        File.Exists(_file + ".new").ShouldBeFalse();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private async Task<EmbeddedEngine> SaveAsync()
    {
        var world = new RandomWorld(3);
        var engine = new EmbeddedEngine(RandomWorld.Schema, SharedAnalyzer.Instance);
        await engine.ApplyAsync([.. Enumerable.Range(0, 40).Select(id => IndexChange.Put(world.Document(id, id + 1)))], Token);
        await engine.ApplyAsync([IndexChange.Remove(RandomWorld.IdOf(5), 90), IndexChange.Put(world.Document(6, 91))], Token);
        engine.Save(_file, "outbox 17");
        return engine;
    }
}
