using Marketplace.Web.Platform.Verbs;

return await VerbLine.RunAsync(args);
