using System.Collections.Concurrent;
using Marketplace.Testing;
using Marketplace.Web.Data;
using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Database;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Messages;
using Marketplace.Web.Platform.Messages.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Marketplace.Web.Tests.Platform.Messages;

/// <summary>The message part of the program on a free port with a database and a clock of its own; messages go out when the test says so.</summary>
public sealed class MessagesWorld : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;

    private MessagesWorld(WebApplication app, ManualTime time, CapturedLog log)
    {
        (_app, Time, Log) = (app, time, log);
        _http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public ManualTime Time { get; }
    public CapturedLog Log { get; }
    public HttpClient Http => _http;
    public IServiceProvider Services => _app.Services;

    public static async Task<MessagesWorld> StartAsync(PostgresServer postgres, params (string Key, string Value)[] settings) =>
        await StartAsync(postgres, sender: false, settings);

    public static async Task<MessagesWorld> StartAsync(PostgresServer postgres, bool sender, params (string Key, string Value)[] settings)
    {
        var (time, log) = (new ManualTime(), new CapturedLog());
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(MarketplaceApp).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection([new("Messages:Gateway", "sandbox")]);
        // After it, so that a test may say otherwise.
        builder.Configuration.AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log);
        builder.Services.AddSingleton<TimeProvider>(time);
        var source = NpgsqlDataSource.Create((await postgres.NewDatabaseAsync()).App);
        builder.Services.AddSingleton(_ => source);
        builder.Services.AddDbContext<AppDbContext>(options => AppDbContext.Over(options, source));
        var ready = new DatabaseReady();
        ready.Open();   // The copy is migrated.
        builder.Services.AddSingleton(ready);
        builder.Services.AddSingleton<DatabaseSignals>();
        if (sender) builder.Services.AddHostedService(services => services.GetRequiredService<DatabaseSignals>());
        builder.AddFace();
        builder.AddAccess();   // The header asks who reads.
        builder.AddMessages();
        if (!sender) builder.Services.Remove(builder.Services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType == typeof(MessageSender)));
        var app = builder.Build();
        app.UseFace();
        app.UseRouting();
        app.MapFace();
        app.MapMessages();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new MessagesWorld(app, time, log);
    }

    /// <summary>A test message; its purpose can be opted out of.</summary>
    public static MessageRequest Request(MessageChannel channel, string address, string note = "你好") => new()
    {
        Channel = channel,
        Address = address,
        RecipientKey = $"person:{address}",
        Template = MessageTemplates.Test,
        Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["note"] = note },
        DedupeKey = Guid.CreateVersion7().ToString(),
    };

    public Task<bool> QueueAsync(MessageRequest request) => InAsync(async (db, ct) =>
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var added = await Services.GetRequiredService<Messenger>().QueueAsync(db, request, ct);
        await transaction.CommitAsync(ct);
        return added;
    });

    public async Task<int> SendAsync(MessageChannel channel) =>
        await Services.GetRequiredService<MessageDispatcher>().SendDueAsync(channel, TestContext.Current.CancellationToken);

    /// <summary>Queues one message, sends it and returns what became of it.</summary>
    public async Task<Message> SentAsync(MessageRequest request)
    {
        await QueueAsync(request);
        await SendAsync(request.Channel);
        return await FindAsync(request);
    }

    public Task<Message> FindAsync(MessageRequest request) =>
        InAsync((db, ct) => db.Set<Message>().AsNoTracking().SingleAsync(m => m.DedupeKey == request.DedupeKey, ct));

    public async Task<T> InAsync<T>(Func<AppDbContext, CancellationToken, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<AppDbContext>(), TestContext.Current.CancellationToken);
    }

    /// <summary>What a channel answers to a message, without the queue.</summary>
    public async Task<SendResult> AskAsync(MessageRequest request)
    {
        await QueueAsync(request);
        var message = await FindAsync(request);
        var text = MessageText.Render(request.Template, message.Language, message.Parameters);
        return await Services.GetServices<IMessageChannel>().Single(c => c.Channel == request.Channel)
            .SendAsync(new OutgoingMessage(message, text, null), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}

/// <summary>Everything that was logged at any level, formatted, with its exception.</summary>
public sealed class CapturedLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");

    public void Dispose() { }
}
