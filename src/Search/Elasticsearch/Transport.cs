using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace Marketplace.Search.Elasticsearch;

/// <summary>
/// Carries requests to whichever node answers. Everything we send may be sent twice (changes carry their version, indexes their own name), so faults that pass are tried
/// again, at another node where there is one, after a growing and jittered pause. A node that keeps failing is left alone for two seconds.
/// </summary>
internal sealed class Transport : IDisposable
{
    private readonly HttpClient _http;
    private readonly Node[] _nodes;
    private readonly ResiliencePipeline<Answer> _patient, _brief;
    private readonly TimeProvider _time;
    private uint _turn;

    public Transport(ElasticsearchOptions options, TimeProvider time)
    {
        if (options.Fault() is { } fault) throw new ArgumentException(fault, nameof(options));
        _time = time;
        _http = new(Handler(options)) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = Authorization(options);
        _nodes = [.. options.Addresses.Select(address => new Node(address, time))];
        // 0.2 + 0.4 + 0.8 + 1.6 + 3.2 s: a cluster that lost its master has a new one within two or three seconds.
        _patient = Retry(5, TimeSpan.FromMilliseconds(200), orBroken: true, time);
        _brief = Retry(1, TimeSpan.FromMilliseconds(50), orBroken: false, time);
    }

    /// <exception cref="EngineAwayException">No node answered, or none in time.</exception>
    public async Task<Answer> SendAsync(Call call, CancellationToken cancellationToken)
    {
        try
        {
            return await (call.Patient ? _patient : _brief).ExecuteAsync(static (state, token) => state.Self.TryAsync(state.Call, token), (Self: this, Call: call), cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new EngineAwayException(ElasticsearchProblem.Slow, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or BrokenCircuitException)
        {
            throw new EngineAwayException(ElasticsearchProblem.Away, e);
        }
    }

    public void Dispose() => _http.Dispose();

    private ValueTask<Answer> TryAsync(Call call, CancellationToken cancellationToken)
    {
        var node = NextNode();
        return node.Breaker.ExecuteAsync(static (state, token) => state.Self.OnceAsync(state.Node, state.Call, token), (Self: this, Node: node, Call: call), cancellationToken);
    }

    private async ValueTask<Answer> OnceAsync(Node node, Call call, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(call.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        using var request = new HttpRequestMessage(call.Method, new Uri(node.Address, call.Path));
        if (!call.Body.IsEmpty)
        {
            request.Content = new ReadOnlyMemoryContent(call.Body);
            request.Content.Headers.ContentType = new(call.ContentType);
        }
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            return new((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(either.Token));
        }
        catch (OperationCanceledException e) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{node.Address} did not answer within {call.Timeout}.", e);
        }
    }

    /// <summary>In turn; those that are being left alone only when there is no other.</summary>
    private Node NextNode()
    {
        var turn = Interlocked.Increment(ref _turn);
        Node? second = null;
        for (var i = 0u; i < _nodes.Length; i++)
        {
            var node = _nodes[(turn + i) % (uint)_nodes.Length];
            if (node.State.CircuitState == CircuitState.Closed) return node;
            if (node.State.CircuitState == CircuitState.HalfOpen) second ??= node;
        }
        // A break that has run its time still reads Open until somebody tries: let them try in turn.
        return second ?? _nodes[turn % (uint)_nodes.Length];
    }

    private static ResiliencePipeline<Answer> Retry(int times, TimeSpan pause, bool orBroken, TimeProvider time) =>
        new ResiliencePipelineBuilder<Answer> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<Answer>
        {
            MaxRetryAttempts = times,
            Delay = pause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // A timeout is not tried again: who was too slow for one is not helped by two.
            ShouldHandle = tried => ValueTask.FromResult(tried.Outcome.Exception is HttpRequestException or IOException
                || (orBroken && tried.Outcome.Exception is BrokenCircuitException) || tried.Outcome.Result.Passes),
        }).Build();

    private static AuthenticationHeaderValue? Authorization(ElasticsearchOptions options) =>
        options.ApiKey is { Length: > 0 } key ? new("ApiKey", key)
        : options.User is { Length: > 0 } user ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{options.Password}")))
        : null;

    private static SocketsHttpHandler Handler(ElasticsearchOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            // A name may come to mean another node.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = TimeSpan.FromSeconds(5),
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
        };
        if (options.CaFile is { } file) handler.SslOptions.RemoteCertificateValidationCallback = TrustedAuthority.Load(file).Accepts;
        return handler;
    }

    private sealed class Node
    {
        public Node(Uri address, TimeProvider time)
        {
            Address = address.OriginalString.EndsWith('/') ? address : new(address.OriginalString + "/");
            Breaker = new ResiliencePipelineBuilder<Answer> { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions<Answer>
            {
                // Half of at least eight calls: one slow search of many does not cut everybody off. 503 is not counted: without a master a cluster still answers searches.
                FailureRatio = 0.5,
                MinimumThroughput = 8,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(2),
                StateProvider = State,
                ShouldHandle = static tried => ValueTask.FromResult(tried.Outcome.Exception is HttpRequestException or IOException or TimeoutException || tried.Outcome.Result.Status is 502 or 504),
            }).Build();
        }

        public Uri Address { get; }
        public CircuitBreakerStateProvider State { get; } = new();
        public ResiliencePipeline<Answer> Breaker { get; }
    }
}
