using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace Marketplace.Web.Platform.Errors;

/// <summary>The one place where failures become ProblemDetails (RFC 9457).</summary>
public static class Problems
{
    public static ProblemDetails From(IReadOnlyList<Failure> failures, HttpContext http)
    {
        var first = failures[0];
        // Several mistakes in one form are one answer; a single failure keeps its own code and status.
        var fields = failures.Where(f => f.Field is not null).ToList();
        var several = failures.Count > 1;
        var problem = new ProblemDetails
        {
            Status = several ? 400 : first.Status,
            Title = several ? string.Format(CultureInfo.CurrentCulture, ErrorTexts.ValidationFailed, failures.Count) : first.Message,
            Instance = http.Request.Path,
        };
        problem.Extensions["code"] = several ? "validation_failed" : first.Code;
        problem.Extensions["requestId"] = http.TraceIdentifier;
        if (fields.Count > 0) problem.Extensions["errors"] = fields.Select(f => new FieldProblem(f.Field!, f.Code, f.Message)).ToList();
        return problem;
    }

    public static IResult ToResult(this IReadOnlyList<Failure> failures, HttpContext http) => TypedResults.Problem(From(failures, http));

    public static Task WriteAsync(Failure failure, HttpContext http)
    {
        http.Response.StatusCode = failure.Status;
        return TypedResults.Problem(From([failure], http)).ExecuteAsync(http);
    }

    private sealed record FieldProblem(string Field, string Code, string Message);
}
