using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Declarations;
using Marketplace.Web.Licensing.OpenLicences;
using Marketplace.Web.Platform.StateMachines;
using Microsoft.EntityFrameworkCore;

namespace Marketplace.Web.Tests.Licensing;

/// <summary>What a machine does not allow happens neither in the program nor in the database.</summary>
public sealed class CaseGuardTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_hand_at_the_console_puts_a_case_where_its_steps_did_not()
    {
        await using var world = await LicensingWorld.StartAsync(server);
        var licence = (await world.NotifyAsync(await world.AnnouncedAsync())).Value;
        await RefusedAsync(db => db.Set<Licence>().ExecuteUpdateAsync(set => set.SetProperty(l => l.State, LicenceState.Effective), Ct));
        await RefusedAsync(db => db.Set<Licence>().ExecuteUpdateAsync(set => set.SetProperty(l => l.Steps, 9), Ct));
        await RefusedAsync(db => db.Set<Licence>().ExecuteDeleteAsync(Ct));
        await RefusedAsync(db => db.Set<CaseStep>().ExecuteDeleteAsync(Ct));
        await RefusedAsync(db => db.Set<CaseStep>().ExecuteUpdateAsync(set => set.SetProperty(s => s.To, "Paid"), Ct));
        await RefusedAsync(db => db.Set<TermsSnapshot>().ExecuteUpdateAsync(set => set.SetProperty(s => s.Terms, "{}"), Ct));
        await RefusedAsync(db => db.Set<TermsSnapshot>().ExecuteDeleteAsync(Ct));
        // A step the machine does not have; one that does not begin where the last ended; one that was left out.
        await RefusedAsync(db => StepAsync(db, licence, 3, "NoticeReceived", "TakeEffect", "Effective"));
        await RefusedAsync(db => StepAsync(db, licence, 3, "Paid", "TakeEffect", "Effective"));
        await RefusedAsync(db => StepAsync(db, licence, 4, "NoticeReceived", "Pay", "Paid"));
        await RefusedAsync(db => StepAsync(db, licence, 3, "NoticeReceived", "Pay", "Paid"));
        (await world.ReadAsync(licence)).State.ShouldBe(LicenceState.NoticeReceived);

        Task RefusedAsync(Func<AppDbContext, Task<int>> act) => Should.ThrowAsync<Exception>(() => world.App.WithDatabaseAsync(async db =>
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Ct);
            var changed = await act(db);
            // A step without its case: the case is looked at when it is written.
            await db.Database.ExecuteSqlAsync($"update licences set state = state where id = {licence.Id}", Ct);
            await transaction.CommitAsync(Ct);
            return changed;
        }));
    }

    private static Task<int> StepAsync(AppDbContext db, Licence licence, int number, string from, string cause, string to) => db.Database.ExecuteSqlAsync($"""
        insert into case_steps (case_id, number, machine, "from", cause, "to", "on", at, evidence, facts) values ({licence.Id}, {number}, 'licence', {from}, {cause}, {to}, current_date, now(), '{"{}"}', '{"{}"}')
        """, Ct);

    public static TheoryData<string> Machines => [.. CaseMachines.All.Select(machine => machine.Name)];

    /// <summary>Every state and every event of every machine: what the table has goes, with what the row asks for, and nothing else goes.</summary>
    [Theory, MemberData(nameof(Machines))]
    public void Every_state_meets_every_event(string name)
    {
        List<MachineRow> walked = Walk((dynamic)CaseMachines.All.Single(machine => machine.Name == name));
        walked.ShouldBe(CaseMachines.All.Single(machine => machine.Name == name).Steps, ignoreOrder: true);
    }

    private static List<MachineRow> Walk<TState, TCause>(StateMachine<TState, TCause> machine) where TState : struct, Enum where TCause : struct, Enum
    {
        List<MachineRow> taken = [];
        foreach (var from in Enum.GetValues<TState>().Select(state => (TState?)state).Prepend(null))
        {
            foreach (var cause in Enum.GetValues<TCause>())
            {
                var row = machine.Find(from, cause);
                var befores = row is { To: null } ? machine.Rows.Where(other => Equals(other.To, from) && other.From is not null && !Equals(other.From, from)).Select(other => other.From).Distinct() : [null];
                foreach (var before in befores)
                {
                    var position = new Position<TState>(from, new(2026, 1, 1), before is null ? null : new(before, new(2025, 1, 1)));
                    var full = machine.Step(position, cause, new(2026, 11, 22), new(_ => false, row?.Evidence ?? [], "因为"));
                    if (row is null)
                    {
                        full.Refusal.ShouldBe(MachineRefusal.NoSuchStep);
                        continue;
                    }
                    full.Refusal.ShouldBeNull();
                    taken.Add(new(machine.Name, from?.ToString() ?? "", cause.ToString(), full.Position.State!.Value.ToString()!));
                    foreach (var guard in row.Guards) machine.Step(position, cause, new(2026, 11, 22), new(code => code == guard, row.Evidence, "因为")).Refusal.ShouldBe(MachineRefusal.Guarded);
                    if (row.Evidence.Count > 0) machine.Step(position, cause, new(2026, 11, 22), new(_ => false, [], "因为")).Refusal.ShouldBe(MachineRefusal.EvidenceMissing);
                    if (row.ReasonNeeded) machine.Step(position, cause, new(2026, 11, 22), new(_ => false, row.Evidence)).Refusal.ShouldBe(MachineRefusal.ReasonMissing);
                }
            }
        }
        return taken;
    }

    [Fact]
    public void Every_state_can_be_reached_and_every_row_says_why_it_is_there()
    {
        foreach (var machine in CaseMachines.All) Check((dynamic)machine);
    }

    private static void Check<TState, TCause>(StateMachine<TState, TCause> machine) where TState : struct, Enum where TCause : struct, Enum
    {
        machine.Rows.Select(row => row.To).OfType<TState>().Distinct().ShouldBe(Enum.GetValues<TState>(), ignoreOrder: true);
        machine.Rows.ShouldAllBe(row => row.Law != null && row.Move != null);
        machine.Rows.Select(row => row.Cause).Distinct().ShouldBe(Enum.GetValues<TCause>(), ignoreOrder: true);
    }

    [Fact]
    public void The_documents_list_every_step_with_its_reason() => Snapshot.ShouldMatch("docs/licensing-machines.md", "# Machines of licensing\n\nWritten from the tables in code; `UPDATE_SNAPSHOTS=1 ./test CaseGuardTests` writes them anew.\n"
        + string.Concat(CaseMachines.All.Select(machine => (string)Page((dynamic)machine))));

    private static string Page<TState, TCause>(StateMachine<TState, TCause> machine) where TState : struct, Enum where TCause : struct, Enum =>
        $"\n## {machine.Name}\n\n```mermaid\n{machine.Draw()}```\n\n| from | event | to | whose move | guards | papers | within | effects | why |\n|---|---|---|---|---|---|---|---|---|\n"
        + string.Concat(machine.Rows.Select(row => $"| {row.From?.ToString() ?? "·"} | {row.Cause} | {row.To?.ToString() ?? "back"} | {row.Move} | {string.Join(' ', row.Guards)} | {string.Join(' ', row.Evidence)}{(row.ReasonNeeded ? " reason" : "")} | {Within(row.Within)} | {string.Join(' ', row.Effects)} | {row.Law} |\n"));

    private static string Within(Period? period) => period is null ? "" : period.Months > 0 ? $"{period.Months} months" : $"{period.Days} days";
}
