namespace Marketplace.Matching.Candidates;

/// <summary>How words and vectors are weighed against each other while candidates are chosen.</summary>
public sealed record CandidateWeights(double Words, double Terms);
