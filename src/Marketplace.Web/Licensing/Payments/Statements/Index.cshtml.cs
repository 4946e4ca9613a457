using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Licensing.Payments.Statements;

/// <summary>导入银行对账单: a file, and those brought before.</summary>
[Access(Act.KeepLicences)]
public sealed class StatementsModel(StatementDesk desk) : AnsweringPage
{
    public const int Shown = 50;

    public IReadOnlyList<BankStatement> Statements { get; private set; } = [];
    public string? Account { get; private set; }

    public Task OnGetAsync(CancellationToken ct)
    {
        ModelState.Clear();
        return ReadAsync(ct);
    }

    public async Task<IActionResult> OnPostAsync(string? account, IFormFile? file, CancellationToken ct)
    {
        ModelState.Clear();
        var taken = await desk.TakeAsync(account, file, ct);
        if (taken.Succeeded) return Redirect("/payments/statement/" + taken.Value.Id);
        Account = account;
        await ReadAsync(ct);
        return Refused(taken.Failures);
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        Statements = await desk.Seen().OrderByDescending(s => s.Id).Take(Shown).ToListAsync(ct);
        Account ??= Statements.Select(s => s.Account).FirstOrDefault();
    }
}
