using System.Diagnostics.Metrics;

namespace Marketplace.Web.Platform.Messages;

public sealed class MessageMetrics
{
    public const string MeterName = "Marketplace.Messages";
    private readonly Counter<long> _sent;
    private readonly Counter<long> _failed;
    private readonly Histogram<double> _delay;

    public MessageMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _sent = meter.CreateCounter<long>("messages.sent", "{message}", "Messages a gateway accepted");
        _failed = meter.CreateCounter<long>("messages.failed", "{attempt}", "Attempts that failed, for good or to be repeated");
        _delay = meter.CreateHistogram<double>("messages.delay", "s", "From the instant a message may be sent until a gateway has it");
    }

    public void Sent(MessageChannel channel, TimeSpan delay)
    {
        _sent.Add(1, new KeyValuePair<string, object?>("channel", channel.ToString()));
        _delay.Record(delay.TotalSeconds, new KeyValuePair<string, object?>("channel", channel.ToString()));
    }

    public void Failed(MessageChannel channel, string code) => _failed.Add(
        1, new KeyValuePair<string, object?>("channel", channel.ToString()), new KeyValuePair<string, object?>("code", code));
}
