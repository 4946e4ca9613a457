using System;
using Marketplace.Web.Licensing.Approvals;
using Marketplace.Web.Licensing.Cases;
using Marketplace.Web.Licensing.Deals;
using Marketplace.Web.Licensing.Disputes;
using Marketplace.Web.Licensing.Signing;
using Marketplace.Web.Licensing.Signing.Orders;
using Marketplace.Web.Licensing.Trials;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class DealsAndDisputes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<Guid>(
                name: "declaration_id",
                table: "terms_snapshots",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "deal_id",
                table: "terms_snapshots",
                type: "uuid",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "declaration_id",
                table: "licences",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<Guid>(
                name: "deal_id",
                table: "licences",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "licences",
                type: "character varying(30)",
                maxLength: 30,
                nullable: false,
                defaultValue: "Open");

            migrationBuilder.CreateTable(
                name: "approval_route_steps",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    members = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    from_amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    kinds = table.Column<string[]>(type: "text[]", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_route_steps", x => x.id);
                    table.CheckConstraint("ck_approval_route_steps_who", "(role is null) = (cardinality(members) > 0)");
                    table.ForeignKey(
                        name: "fk_approval_route_steps_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "approval_runs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_runs", x => x.id);
                    table.ForeignKey(
                        name: "fk_approval_runs_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "clause_reviews",
                columns: table => new
                {
                    edition = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    lawyer = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    licence = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clause_reviews", x => x.edition);
                });

            migrationBuilder.CreateTable(
                name: "deals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    holder_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    taker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    taker_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    taker_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    taker_region = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    request_id = table.Column<Guid>(type: "uuid", nullable: true),
                    trial_id = table.Column<Guid>(type: "uuid", nullable: true),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    started_by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    ball = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    versions = table.Column<int>(type: "integer", nullable: false),
                    agreed_version = table.Column<int>(type: "integer", nullable: true),
                    contract_id = table.Column<Guid>(type: "uuid", nullable: true),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    price_by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    public_from = table.Column<DateOnly>(type: "date", nullable: true),
                    public_until = table.Column<DateOnly>(type: "date", nullable: true),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    filing_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    correct_by = table.Column<DateOnly>(type: "date", nullable: true),
                    registration_no = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    effective_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deals", x => x.id);
                    table.CheckConstraint("ck_deals_two", "holder_id <> taker_id");
                    table.ForeignKey(
                        name: "fk_deals_licence_requests_request_id",
                        column: x => x.request_id,
                        principalTable: "licence_requests",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_deals_licences_parent_id",
                        column: x => x.parent_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deals_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deals_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deals_organisations_taker_id",
                        column: x => x.taker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "disputes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: true),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    taker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    giver_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    claims = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    wanted = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    asked_on = table.Column<DateOnly>(type: "date", nullable: true),
                    accept_until = table.Column<DateOnly>(type: "date", nullable: true),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    extended = table.Column<bool>(type: "boolean", nullable: false),
                    mediator_id = table.Column<Guid>(type: "uuid", nullable: true),
                    mediator_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    declared = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    agreement = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: true),
                    taker_confirmed = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    giver_confirmed = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    record_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_disputes", x => x.id);
                    table.CheckConstraint("ck_disputes_bureau", "bureau_id is not null or state in ('Negotiating', 'Resolved', 'Lapsed', 'Withdrawn')");
                    table.ForeignKey(
                        name: "fk_disputes_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_disputes_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "fee_triggers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    met_on = table.Column<DateOnly>(type: "date", nullable: false),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    proof_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fee_triggers", x => x.id);
                    table.CheckConstraint("ck_fee_triggers_settled", "(settled_on is not null) = (state = 'Stands')");
                    table.ForeignKey(
                        name: "fk_fee_triggers_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "mediation_powers",
                columns: table => new
                {
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    has = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    set_by = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mediation_powers", x => x.bureau_id);
                    table.ForeignKey(
                        name: "fk_mediation_powers_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character(64)", fixedLength: true, maxLength: 64, nullable: false),
                    version_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    amount = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    sign_by = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "trials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    reference = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    taker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    taker_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    taker_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    agreed_version = table.Column<int>(type: "integer", nullable: true),
                    agreed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    free_until = table.Column<DateOnly>(type: "date", nullable: false),
                    licence_id = table.Column<Guid>(type: "uuid", nullable: true),
                    results = table.Column<string>(type: "jsonb", nullable: true),
                    return_by = table.Column<DateOnly>(type: "date", nullable: true),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    return_confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trials", x => x.id);
                    table.CheckConstraint("ck_trials_agreed", "(agreed_on is not null) = (state not in ('Offered', 'Declined', 'TakenBack', 'Lapsed')) and holder_id <> taker_id");
                    table.ForeignKey(
                        name: "fk_trials_licences_licence_id",
                        column: x => x.licence_id,
                        principalTable: "licences",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_trials_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_trials_organisations_taker_id",
                        column: x => x.taker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_trials_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "approval_run_steps",
                columns: table => new
                {
                    run_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    role = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    members = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    agreed = table.Column<bool>(type: "boolean", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_approval_run_steps", x => new { x.run_id, x.place });
                    table.CheckConstraint("ck_approval_run_steps_decided", "(agreed is null) = (decided_at is null)");
                    table.ForeignKey(
                        name: "fk_approval_run_steps_approval_runs_run_id",
                        column: x => x.run_id,
                        principalTable: "approval_runs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_consents",
                columns: table => new
                {
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    folded_name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    terms_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_consents", x => new { x.deal_id, x.folded_name });
                    table.ForeignKey(
                        name: "fk_deal_consents_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deal_consents_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_contracts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    paper = table.Column<string>(type: "text", nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    version_code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    library = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_contracts", x => x.id);
                    table.ForeignKey(
                        name: "fk_deal_contracts_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_objections",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    contact = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_objections", x => x.id);
                    table.ForeignKey(
                        name: "fk_deal_objections_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_papers",
                columns: table => new
                {
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_papers", x => new { x.deal_id, x.code });
                    table.ForeignKey(
                        name: "fk_deal_papers_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_patents",
                columns: table => new
                {
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    returned = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_patents", x => new { x.deal_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_deal_patents_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_deal_patents_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "deal_proposals",
                columns: table => new
                {
                    deal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    message = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deal_proposals", x => new { x.deal_id, x.number });
                    table.ForeignKey(
                        name: "fk_deal_proposals_deals_deal_id",
                        column: x => x.deal_id,
                        principalTable: "deals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dispute_evidence",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute_evidence", x => x.id);
                    table.ForeignKey(
                        name: "fk_dispute_evidence_disputes_dispute_id",
                        column: x => x.dispute_id,
                        principalTable: "disputes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "dispute_sessions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    place = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    minutes = table.Column<string>(type: "character varying(8000)", maxLength: 8000, nullable: false),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dispute_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_dispute_sessions_disputes_dispute_id",
                        column: x => x.dispute_id,
                        principalTable: "disputes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "evidence_packs",
                columns: table => new
                {
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    files = table.Column<int>(type: "integer", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evidence_packs", x => new { x.dispute_id, x.number });
                    table.ForeignKey(
                        name: "fk_evidence_packs_disputes_dispute_id",
                        column: x => x.dispute_id,
                        principalTable: "disputes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signatures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    signing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place = table.Column<int>(type: "integer", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    signer = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    authority = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    power_id = table.Column<Guid>(type: "uuid", nullable: true),
                    way = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    scan_id = table.Column<Guid>(type: "uuid", nullable: true),
                    shown_by = table.Column<Guid>(type: "uuid", nullable: true),
                    certificate = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true),
                    rejected = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    valid_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signatures", x => x.id);
                    table.CheckConstraint("ck_signatures_valid", "state <> 'Valid' or (signer is not null and signed_on is not null and valid_at is not null and (authority = 'LegalRepresentative' or power_id is not null) and ((way = 'Paper' and scan_id is not null) or (way = 'Online' and certificate is not null)))");
                    table.ForeignKey(
                        name: "fk_signatures_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_signatures_signings_signing_id",
                        column: x => x.signing_id,
                        principalTable: "signings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trial_reports",
                columns: table => new
                {
                    trial_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reported_on = table.Column<DateOnly>(type: "date", nullable: true),
                    words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    file_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trial_reports", x => new { x.trial_id, x.number });
                    table.ForeignKey(
                        name: "fk_trial_reports_trials_trial_id",
                        column: x => x.trial_id,
                        principalTable: "trials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "trial_versions",
                columns: table => new
                {
                    trial_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    terms = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    signed_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    agreed_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    agreed_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_trial_versions", x => new { x.trial_id, x.number });
                    table.ForeignKey(
                        name: "fk_trial_versions_trials_trial_id",
                        column: x => x.trial_id,
                        principalTable: "trials",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "signature_orders",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    signing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    signature_id = table.Column<Guid>(type: "uuid", nullable: false),
                    provider = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    signer = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    authority = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    power_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sign_at = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    certificate = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: true, collation: "C"),
                    fault = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    ask_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    before = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    since = table.Column<DateOnly>(type: "date", nullable: false),
                    steps = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signature_orders", x => x.id);
                    table.ForeignKey(
                        name: "fk_signature_orders_signatures_signature_id",
                        column: x => x.signature_id,
                        principalTable: "signatures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_signature_orders_signings_signing_id",
                        column: x => x.signing_id,
                        principalTable: "signings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_terms_snapshots_deal_id_sha256",
                table: "terms_snapshots",
                columns: new[] { "deal_id", "sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_licences_deal_id_application_no",
                table: "licences",
                columns: new[] { "deal_id", "application_no" },
                unique: true,
                filter: "deal_id is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_licences_origin",
                table: "licences",
                sql: "(declaration_id is null) <> (deal_id is null)");

            migrationBuilder.CreateIndex(
                name: "ix_approval_route_steps_organisation_id_place",
                table: "approval_route_steps",
                columns: new[] { "organisation_id", "place" });

            migrationBuilder.CreateIndex(
                name: "ix_approval_run_steps_person_id",
                table: "approval_run_steps",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_approval_runs_asked_by",
                table: "approval_runs",
                column: "asked_by");

            migrationBuilder.CreateIndex(
                name: "ix_approval_runs_case_id_id",
                table: "approval_runs",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_approval_runs_open",
                table: "approval_runs",
                columns: new[] { "case_id", "organisation_id" },
                unique: true,
                filter: "state = 'Open'");

            migrationBuilder.CreateIndex(
                name: "ix_approval_runs_organisation_id_state_id",
                table: "approval_runs",
                columns: new[] { "organisation_id", "state", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_clause_reviews_person_id",
                table: "clause_reviews",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deal_consents_organisation_id_state",
                table: "deal_consents",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_deal_consents_person_id",
                table: "deal_consents",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deal_contracts_deal_id_number",
                table: "deal_contracts",
                columns: new[] { "deal_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deal_contracts_person_id",
                table: "deal_contracts",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deal_objections_answered_by",
                table: "deal_objections",
                column: "answered_by");

            migrationBuilder.CreateIndex(
                name: "ix_deal_objections_deal_id_state",
                table: "deal_objections",
                columns: new[] { "deal_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_deal_papers_person_id",
                table: "deal_papers",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deal_patents_application_no",
                table: "deal_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_deal_proposals_person_id",
                table: "deal_proposals",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deals_holder_id_id",
                table: "deals",
                columns: new[] { "holder_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deals_holder_region_id",
                table: "deals",
                columns: new[] { "holder_region", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deals_listing_id",
                table: "deals",
                column: "listing_id");

            migrationBuilder.CreateIndex(
                name: "ix_deals_parent_id",
                table: "deals",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_deals_person_id",
                table: "deals",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_deals_reference",
                table: "deals",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deals_request",
                table: "deals",
                column: "request_id",
                unique: true,
                filter: "request_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed', 'BrokenOff')");

            migrationBuilder.CreateIndex(
                name: "ix_deals_state_since",
                table: "deals",
                columns: new[] { "state", "since" });

            migrationBuilder.CreateIndex(
                name: "ix_deals_taker_id_id",
                table: "deals",
                columns: new[] { "taker_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deals_taker_region_id",
                table: "deals",
                columns: new[] { "taker_region", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_deals_trial",
                table: "deals",
                column: "trial_id",
                unique: true,
                filter: "trial_id is not null and state not in ('TakenBack', 'Declined', 'Lapsed', 'BrokenOff')");

            migrationBuilder.CreateIndex(
                name: "ix_dispute_evidence_dispute_id_id",
                table: "dispute_evidence",
                columns: new[] { "dispute_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_dispute_sessions_dispute_id_on",
                table: "dispute_sessions",
                columns: new[] { "dispute_id", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_disputes_bureau_id",
                table: "disputes",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_disputes_bureau_ids",
                table: "disputes",
                column: "bureau_ids")
                .Annotation("Npgsql:IndexMethod", "gin");

            migrationBuilder.CreateIndex(
                name: "ix_disputes_giver_id_id",
                table: "disputes",
                columns: new[] { "giver_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_disputes_open",
                table: "disputes",
                columns: new[] { "licence_id", "subject", "subject_id" },
                unique: true,
                filter: "state in ('Negotiating', 'Asked', 'Accepted', 'Proposed')")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_disputes_reference",
                table: "disputes",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_disputes_taker_id_id",
                table: "disputes",
                columns: new[] { "taker_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_evidence_packs_person_id",
                table: "evidence_packs",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_fee_triggers_licence_id_id",
                table: "fee_triggers",
                columns: new[] { "licence_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_fee_triggers_one",
                table: "fee_triggers",
                column: "licence_id",
                unique: true,
                filter: "state in ('Stated', 'Contested', 'Stands')");

            migrationBuilder.CreateIndex(
                name: "ix_fee_triggers_person_id",
                table: "fee_triggers",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_signature_orders_asked",
                table: "signature_orders",
                column: "ask_at",
                filter: "state in ('Started', 'Pending')");

            migrationBuilder.CreateIndex(
                name: "ix_signature_orders_certificate",
                table: "signature_orders",
                columns: new[] { "provider", "certificate" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signature_orders_live",
                table: "signature_orders",
                column: "signature_id",
                unique: true,
                filter: "state in ('Started', 'Pending')");

            migrationBuilder.CreateIndex(
                name: "ix_signature_orders_person_id",
                table: "signature_orders",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_signature_orders_signing_id_id",
                table: "signature_orders",
                columns: new[] { "signing_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signatures_organisation_id_state",
                table: "signatures",
                columns: new[] { "organisation_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_signatures_person_id",
                table: "signatures",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_signatures_signing_id_place",
                table: "signatures",
                columns: new[] { "signing_id", "place" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_signings_case_id_id",
                table: "signings",
                columns: new[] { "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_signings_due",
                table: "signings",
                column: "sign_by",
                filter: "state in ('Begun', 'Partly')");

            migrationBuilder.CreateIndex(
                name: "ix_signings_open",
                table: "signings",
                column: "case_id",
                unique: true,
                filter: "state in ('Begun', 'Partly')");

            migrationBuilder.CreateIndex(
                name: "ix_trial_reports_open",
                table: "trial_reports",
                column: "due_on",
                filter: "reported_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_trials_holder_id_id",
                table: "trials",
                columns: new[] { "holder_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_trials_licence_id",
                table: "trials",
                column: "licence_id");

            migrationBuilder.CreateIndex(
                name: "ix_trials_live",
                table: "trials",
                columns: new[] { "application_no", "taker_id" },
                unique: true,
                filter: "state in ('Offered', 'Agreed', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_trials_reference",
                table: "trials",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_trials_region_path_id",
                table: "trials",
                columns: new[] { "region_path", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_trials_taker_id_id",
                table: "trials",
                columns: new[] { "taker_id", "id" });

            migrationBuilder.AddForeignKey(
                name: "fk_licences_deals_deal_id",
                table: "licences",
                column: "deal_id",
                principalTable: "deals",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_terms_snapshots_deals_deal_id",
                table: "terms_snapshots",
                column: "deal_id",
                principalTable: "deals",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
            migrationBuilder.Sql(CaseSql.Guard("deals", DealMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("approval_runs", ApprovalMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("signings", SigningMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("signatures", SignatureMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("signature_orders", SignatureOrderMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("trials", TrialMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("fee_triggers", TriggerMachine.Machine));
            migrationBuilder.Sql(CaseSql.Guard("disputes", DisputeMachine.Machine));
            migrationBuilder.Sql(DealProposalTable.KeepSql);
            migrationBuilder.Sql(TrialVersionTable.KeepSql);
            migrationBuilder.Sql(EvidencePackTable.KeepSql);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(DealProposalTable.DropSql);
            migrationBuilder.Sql("drop function trial_versions_refuse() cascade; drop function evidence_packs_refuse() cascade;");

            migrationBuilder.DropForeignKey(
                name: "fk_licences_deals_deal_id",
                table: "licences");

            migrationBuilder.DropForeignKey(
                name: "fk_terms_snapshots_deals_deal_id",
                table: "terms_snapshots");

            migrationBuilder.DropTable(
                name: "approval_route_steps");

            migrationBuilder.DropTable(
                name: "approval_run_steps");

            migrationBuilder.DropTable(
                name: "clause_reviews");

            migrationBuilder.DropTable(
                name: "deal_consents");

            migrationBuilder.DropTable(
                name: "deal_contracts");

            migrationBuilder.DropTable(
                name: "deal_objections");

            migrationBuilder.DropTable(
                name: "deal_papers");

            migrationBuilder.DropTable(
                name: "deal_patents");

            migrationBuilder.DropTable(
                name: "deal_proposals");

            migrationBuilder.DropTable(
                name: "dispute_evidence");

            migrationBuilder.DropTable(
                name: "dispute_sessions");

            migrationBuilder.DropTable(
                name: "evidence_packs");

            migrationBuilder.DropTable(
                name: "fee_triggers");

            migrationBuilder.DropTable(
                name: "mediation_powers");

            migrationBuilder.DropTable(
                name: "signature_orders");

            migrationBuilder.DropTable(
                name: "trial_reports");

            migrationBuilder.DropTable(
                name: "trial_versions");

            migrationBuilder.DropTable(
                name: "approval_runs");

            migrationBuilder.DropTable(
                name: "deals");

            migrationBuilder.DropTable(
                name: "disputes");

            migrationBuilder.DropTable(
                name: "signatures");

            migrationBuilder.DropTable(
                name: "trials");

            migrationBuilder.DropTable(
                name: "signings");

            migrationBuilder.DropIndex(
                name: "ix_terms_snapshots_deal_id_sha256",
                table: "terms_snapshots");

            migrationBuilder.DropIndex(
                name: "ix_licences_deal_id_application_no",
                table: "licences");

            migrationBuilder.DropCheckConstraint(
                name: "ck_licences_origin",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "deal_id",
                table: "terms_snapshots");

            migrationBuilder.DropColumn(
                name: "deal_id",
                table: "licences");

            migrationBuilder.DropColumn(
                name: "kind",
                table: "licences");

            migrationBuilder.AlterColumn<Guid>(
                name: "declaration_id",
                table: "terms_snapshots",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "declaration_id",
                table: "licences",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
