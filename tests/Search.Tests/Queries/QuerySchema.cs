using Marketplace.Search.Documents;

namespace Marketplace.Search.Tests.Queries;

internal static class QuerySchema
{
    public static IndexSchema Instance { get; } = new()
    {
        Name = "patents",
        Version = 1,
        Texts = [new("title", 3), new("body"), new("holder")],
        Columns = [new("ipc", ColumnKind.Values), new("status", ColumnKind.Values), new("year", ColumnKind.Number)],
        Prefixes = new Dictionary<string, string> { ["ipc"] = "ipc", ["holder"] = "holder", ["权利人"] = "holder", ["year"] = "year", ["broken"] = "nowhere" },
    };
}
