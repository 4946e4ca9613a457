using Marketplace.Web.Organisations;
using Marketplace.Web.Platform.Messages;
namespace Marketplace.Web.Matchmaking.Pushes;

/// <summary>Words of pushes in the reader's language.</summary>
public static class PushWords
{
    public static string Name(PushState state) => Named("State" + state);

    public static string Name(PushChannel channel) => channel switch
    {
        PushChannel.Phone or PushChannel.Visit or PushChannel.Meeting or PushChannel.Paper or PushChannel.Other => Named("Channel" + channel),
        _ => MessageNames.Of(Enum.Parse<MessageChannel>(channel.ToString())),
    };

    public static string Name(PushLeft why) => Named("Left" + why);

    public static string Name(PatentProblem problem) => Named("Problem" + problem);

    public static string Name(PushWhy why) => Named("Why" + why);

    public static string Name(PushSource source) => Named("Source" + source);

    /// <summary>Which of the four looks a state has.</summary>
    public static string Look(PushState state) => state switch
    {
        PushState.Sent or PushState.Confirmed => "ok",
        PushState.Withdrawn or PushState.Returned => "stopped",
        _ => "soon",
    };

    /// <summary>What became of a delivery, as far as is known.</summary>
    public static string Outcome(PushDelivery delivery) => delivery switch
    {
        { ReadAt: not null } => PushTexts.OutcomeRead,
        { FailedAt: not null } => PushTexts.OutcomeFailed,
        { DeliveredAt: not null } => PushTexts.OutcomeDelivered,
        { AcceptedAt: not null } => PushTexts.OutcomeAccepted,
        { QueuedAt: not null } => PushTexts.OutcomeQueued,
        _ => PushTexts.OutcomeWaiting,
    };

    private static string Named(string key) => PushTexts.ResourceManager.Named(key);
}
