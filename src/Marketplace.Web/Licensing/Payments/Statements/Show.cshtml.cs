using Marketplace.Web.Data;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>One statement: which column is what, what each row would do, and what it did.</summary>
[Access(Act.KeepLicences)]
public sealed class StatementModel(StatementDesk desk, AppDbContext db) : AnsweringPage
{
    /// <summary>More rows than this nobody compares by eye; the file, brought again, shows the next ones, since each counts once.</summary>
    public const int Shown = 300;

    private const int Sampled = 3, SampleLength = 60;

    public sealed record Head(string Text, string? Key, IReadOnlyList<string> Values);

    public BankStatement Statement { get; private set; } = null!;
    public IReadOnlyList<Head> Heads { get; private set; } = [];
    public IReadOnlyList<string> Wanting { get; private set; } = [];
    public IReadOnlyList<StatementMatch> Rows { get; private set; } = [];
    public IReadOnlyList<(StatementFate Fate, int Count)> Counts { get; private set; } = [];
    public IReadOnlyList<(BankStatementRow Row, string Reference)> Taken { get; private set; } = [];
    public int Left { get; private set; }
    public string Seen { get; private set; } = "";
    public bool Readable { get; private set; }
    public IReadOnlySet<int>? Ticked { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await ReadAsync(id, ct) is { } failures ? failures.Count == 0 ? Page() : Refused(failures) : NotFound();
    }

    public async Task<IActionResult> OnPostColumnsAsync(Guid id, [FromForm(Name = "head")] string[] heads, [FromForm(Name = "means")] string[] means, CancellationToken ct)
    {
        ModelState.Clear();
        var known = StatementColumns.All.Select(c => c.Key).Append("").ToHashSet(StringComparer.Ordinal);
        var columns = heads.Zip(means.Select(m => m ?? "")).Where(p => p.First is { Length: > 0 and <= 200 } && known.Contains(p.Second)).Take(200)
            .DistinctBy(p => p.First, StringComparer.Ordinal).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal);
        return await AnswerAsync(id, await desk.ChooseAsync(id, columns, ct), ct);
    }

    public async Task<IActionResult> OnPostDropAsync(Guid id, CancellationToken ct)
    {
        ModelState.Clear();
        return await desk.DropAsync(id, ct) is { } refused ? await AnswerAsync(id, refused, ct) : Redirect("/payments/statement");
    }

    public async Task<IActionResult> OnPostConfirmAsync(Guid id, string? seen, int[] take, string? typed, CancellationToken ct)
    {
        ModelState.Clear();
        Ticked = take.ToHashSet();
        if (typed?.Trim() != PaymentTexts.ConfirmWord) return await AnswerAsync(id, new("not_typed", 400, PaymentTexts.TypeWord.Fill(PaymentTexts.ConfirmWord), "typed"), ct);
        return await AnswerAsync(id, await desk.ConfirmAsync(id, seen, Ticked, ct), ct);
    }

    private async Task<IActionResult> AnswerAsync(Guid id, Failure? failure, CancellationToken ct)
    {
        if (failure is null) return Redirect("/payments/statement/" + id);
        if (failure.Status == 404 || await ReadAsync(id, ct) is null) return NotFound();
        return Refused([failure]);
    }

    /// <summary>Null: there is none for this reader. Else what is wrong with the file, if anything.</summary>
    private async Task<List<Failure>?> ReadAsync(Guid id, CancellationToken ct)
    {
        if (await desk.FindAsync(id, ct) is not { } statement) return null;
        Statement = statement;
        if (statement.State == StatementState.Done)
        {
            var rows = await (from r in db.Set<BankStatementRow>().AsNoTracking() join l in db.Set<OpenLicences.Licence>() on r.LicenceId equals l.Id where r.StatementId == id orderby r.Number select new { r, l.Reference }).Take(Shown).ToListAsync(ct);
            Taken = rows.ConvertAll(row => (row.r, row.Reference));
        }
        if (statement.State != StatementState.Preview) return [];
        var look = await desk.LookAsync(statement, ct);
        if (!look.Succeeded) return look.Failures.ToList();
        (Readable, Wanting, Seen) = (true, look.Value.Wanting, look.Value.Seen);
        var matter = look.Value.Matches.Where(m => m.Matters).ToList();
        (Rows, Left) = ([.. matter.Take(Shown)], Math.Max(0, matter.Count - Shown));
        Counts = [.. look.Value.Matches.GroupBy(m => m.Fate).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))];
        var sheet = look.Value.Book.Sheets[0];
        var sample = sheet.Sample(Sampled);
        Heads = [.. sheet.Heads.Select((text, place) => new Head(text, sheet.KeyAt(place), [.. sample.Where(cells => place < cells.Count).Select(cells => cells[place].Length <= SampleLength ? cells[place] : cells[place][..SampleLength] + "…")])).Where(h => h.Text.Length > 0).DistinctBy(h => h.Text, StringComparer.Ordinal)];
        return [];
    }
}
