using Quartz;

namespace Marketplace.Web.Organisations.Members;

/// <summary>Each night: whoever waited in vain is told, and the administrators' list is cleared of it.</summary>
[DisallowConcurrentExecution]
public sealed class JoinRequestExpiry(JoinDesk desk, ILogger<JoinRequestExpiry> logger) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        logger.LogInformation("{Count} requests to join lapsed unanswered", await desk.LapseOverdueAsync(cancellationToken));
}
