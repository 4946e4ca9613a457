using Marketplace.Web.Platform.Access;
using Marketplace.Web.Platform.Api;
using Marketplace.Web.Platform.Errors;
using Marketplace.Web.Platform.Face;
using Marketplace.Web.Platform.Outbox;

namespace Marketplace.Web.Contact;

/// <summary>What the sender may keep: nothing here tells who wrote.</summary>
public sealed record ReceivedEnquiry(string Reference, DateTimeOffset ReceivedAt);

public static class ContactSetup
{
    public static void AddContact(this WebApplicationBuilder builder)
    {
        builder.Services.AddScoped<ContactDesk>();
        builder.Services.AddNavigation(910, "/contact", () => ContactTexts.Title);
        builder.Services.AddOutboxHandler<EnquiryAcknowledgement>();
    }

    public static void MapContactApi(this RouteGroupBuilder api) =>
        api.MapPost("/enquiries", async (NewEnquiry enquiry, ContactDesk desk, HttpContext http, CancellationToken ct) =>
            {
                var received = await desk.ReceiveAsync(enquiry, [], Guid.CreateVersion7(), ct);
                return received.Succeeded
                    ? TypedResults.Json(new ReceivedEnquiry(received.Value.Reference, received.Value.ReceivedAt), statusCode: StatusCodes.Status201Created)
                    : received.Failures.ToResult(http);
            })
            .For(Act.ReadPublic)
            .TakesIdempotencyKey()
            .WithName("sendEnquiry").WithTags("Contact").WithSummary("Writes to the operator of the platform.")
            .Produces<ReceivedEnquiry>(StatusCodes.Status201Created).ProducesProblem(400).ProducesProblem(413).ProducesProblem(429).ProducesProblem(503);
}
