using System.Net.Sockets;
using Npgsql;

namespace Marketplace.Web.Platform.Database;

/// <summary>What an exception says of the database, however deep Entity Framework has wrapped it.</summary>
internal static class DatabaseFault
{
    /// <summary>It may come back by itself: the line, the machine, or a server that starts, stops or is full.</summary>
    public static bool IsAway(Exception exception) => Chain(exception).Any(e => e is SocketException or IOException or TimeoutException
        or PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown });

    /// <summary>The server answers, and does not let this program in: class 28 (who), 3D (no such database), missing rights.</summary>
    public static bool IsRefused(Exception exception) => Chain(exception).Any(e => e is PostgresException { SqlState: var state }
        && (state.StartsWith("28", StringComparison.Ordinal) || state is PostgresErrorCodes.InvalidCatalogName or PostgresErrorCodes.InsufficientPrivilege));

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException) yield return exception;
    }
}
