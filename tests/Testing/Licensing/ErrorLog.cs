using Microsoft.Extensions.Logging;

namespace Marketplace.Testing.Licensing;

/// <summary>What workers, hooks and nights catch and write down: nobody else would see it. What the database refused and somebody handled, Entity Framework writes down too; that is no fault.</summary>
internal sealed class ErrorLog(WalkReport report) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Category(report, categoryName);

    public void Dispose()
    {
    }

    private sealed class Category(WalkReport report, string name) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error && !name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel) && exception is not null) report.Fault($"{name}: {formatter(state, exception)} {exception}");
        }
    }
}
