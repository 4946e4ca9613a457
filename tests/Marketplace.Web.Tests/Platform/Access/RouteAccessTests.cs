using System.Net;
using System.Text;
using Marketplace.Testing;
using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Marketplace.Web.Tests.Platform.Access;

/// <summary>Every route × every role, compared with <c>docs/access.md</c>: a right cannot change unseen.</summary>
public sealed class RouteAccessTests(PostgresServer server)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_opens_to_the_roles_in_the_snapshot_and_to_no_other()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["demo"] = "true" });
        Snapshot.ShouldMatch("docs/access.md", Table(app.Services));
    }

    [Fact]
    public async Task A_route_that_names_no_act_is_closed_and_found()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web => web.MapGet("/forgotten", () => "open"));
        Should.Throw<InvalidOperationException>(() => Table(app.Services)).Message.ShouldContain("/forgotten");
        (await app.Http.GetAsync("/forgotten", Ct)).StatusCode.ShouldBe(HttpStatusCode.Found);   // To the sign-in page…
        var organisation = await app.NewOrganisationAsync(OrganisationKind.PlatformOperator);
        // Every role a person can have at once: nobody is two of system, security and audit administrator.
        var (_, everybody) = await app.NewMemberAsync(organisation, [.. Enum.GetValues<Role>().Where(role => role is not (Role.SecurityAdministrator or Role.AuditAdministrator))]);
        (await everybody.GetAsync("/forgotten", Ct)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);   // …which helps nobody.
    }

    [Fact]
    public async Task The_gate_answers_as_the_table_says()
    {
        await using var app = await RunningApp.StartAsync(await server.NewDatabaseAsync(), map: web =>
        {
            foreach (var act in Enum.GetValues<Act>()) web.MapGet($"/act/{act}", () => "done").For(act);
        });
        var organisation = await app.NewOrganisationAsync(OrganisationKind.Bureau);
        foreach (var role in Enum.GetValues<Role>())
        {
            var (_, http) = await app.NewMemberAsync(organisation, role);
            foreach (var act in Enum.GetValues<Act>())
            {
                var status = (await http.GetAsync($"/act/{act}", Ct)).StatusCode;
                status.ShouldBe(AccessTable.Opens(act, signedIn: true, [role]) ? HttpStatusCode.OK : HttpStatusCode.Forbidden, $"{role} {act}");
            }
        }
    }

    private static string Table(IServiceProvider services)
    {
        var roles = Enum.GetValues<Role>();
        var table = new StringBuilder("# Who may call what\n\nWritten by `RouteAccessTests`; `UPDATE_SNAPSHOTS=1 ./test RouteAccess` writes it anew. Objects are checked on top of this: see `AccessTable`.\n\n");
        table.Append("| route | act | visitor | signed in | ").AppendJoin(" | ", roles).Append(" |\n|").Insert(table.Length, "---|", 4 + roles.Length).Append('\n');
        foreach (var (route, act) in Routes(services).Distinct().OrderBy(r => r.Route, StringComparer.Ordinal))
        {
            table.Append("| `").Append(route).Append("` | ").Append(act)
                .Append(" | ").Append(Mark(AccessTable.Opens(act, false, []))).Append(" | ").Append(Mark(AccessTable.Opens(act, true, []))).Append(" | ")
                .AppendJoin(" | ", roles.Select(role => Mark(AccessTable.Opens(act, true, [role])))).Append(" |\n");
        }
        return table.ToString();
    }

    private static char Mark(bool open) => open ? '●' : '·';

    private static IEnumerable<(string Route, Act Act)> Routes(IServiceProvider services) =>
        from endpoint in services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        // Static assets are open as a group; the fallback beside them exists only in a development build.
        where endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is null && endpoint.RoutePattern.RawText != "{**path:file}"
        let route = $"{string.Join(',', endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["*"])} /{endpoint.RoutePattern.RawText?.TrimStart('/')}"
        select (route, endpoint.Metadata.GetMetadata<AccessAttribute>()?.Act ?? throw new InvalidOperationException($"The route {route} names no act."));
}
