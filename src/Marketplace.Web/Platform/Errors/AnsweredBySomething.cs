using Marketplace.Web.Platform.Face.Errors;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Marketplace.Web.Platform.Errors;

/// <summary>
/// A page none of whose methods takes what was sent would still be drawn by the framework, without anything having been read for it. So a form with a handler that is
/// unknown or missing, and a verb no page knows, are answered 405. Pages that are only read have no methods and need none.
/// </summary>
public sealed class AnsweredBySomething : IPageFilter
{
    public void OnPageHandlerSelected(PageHandlerSelectedContext context) { }

    public void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        var request = context.HttpContext.Request;
        if (context.HandlerMethod is not null || HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) return;
        // The page of an error is drawn for whatever verb went wrong.
        if (ErrorPages.IsReplacement(context.HttpContext)) return;
        var taken = context.ActionDescriptor.HandlerMethods.Where(handler => handler.Name is null).Select(handler => handler.HttpMethod.ToUpperInvariant());
        context.HttpContext.Response.Headers.Allow = string.Join(", ", taken.Append(HttpMethods.Get).Append(HttpMethods.Head).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    public void OnPageHandlerExecuted(PageHandlerExecutedContext context) { }
}
