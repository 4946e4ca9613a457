using Marketplace.Web.Catalogue;
using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Catalogue : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "index_followers",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_index_followers", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "listing_batches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    order = table.Column<string>(type: "jsonb", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    file = table.Column<byte[]>(type: "bytea", nullable: true),
                    fault = table.Column<string>(type: "text", nullable: true),
                    total = table.Column<int>(type: "integer", nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    undone = table.Column<int>(type: "integer", nullable: false),
                    kept = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_batches", x => x.id);
                    table.ForeignKey(
                        name: "fk_listing_batches_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listings",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    forms = table.Column<string[]>(type: "text[]", nullable: false),
                    fee_model = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    fee_terms = table.Column<string>(type: "jsonb", nullable: true),
                    fee_yuan = table.Column<decimal>(type: "numeric(18,2)", precision: 18, scale: 2, nullable: true),
                    maturity = table.Column<int>(type: "integer", nullable: true),
                    scenes = table.Column<string>(type: "text", nullable: true),
                    industries = table.Column<string[]>(type: "text[]", nullable: false),
                    chains = table.Column<string[]>(type: "text[]", nullable: false),
                    know_how = table.Column<string>(type: "text", nullable: true),
                    support = table.Column<string>(type: "text", nullable: true),
                    contact_name = table.Column<string>(type: "text", nullable: true),
                    contact_phone = table.Column<string>(type: "text", nullable: true),
                    contact_mail = table.Column<string>(type: "text", nullable: true),
                    announcement_no = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    announced_on = table.Column<DateOnly>(type: "date", nullable: true),
                    prepared_by = table.Column<Guid>(type: "uuid", nullable: true),
                    reviewed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    return_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    confirmed_on = table.Column<DateOnly>(type: "date", nullable: true),
                    stale_since = table.Column<DateOnly>(type: "date", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listings", x => x.id);
                    table.ForeignKey(
                        name: "fk_listings_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_listings_organisations_owner_id",
                        column: x => x.owner_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_imports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    columns = table.Column<string>(type: "jsonb", nullable: false),
                    fault = table.Column<string>(type: "text", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    total = table.Column<int>(type: "integer", nullable: true),
                    accepted = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    rejected = table.Column<int>(type: "integer", nullable: false),
                    claimed = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_imports", x => x.id);
                    table.ForeignKey(
                        name: "fk_patent_imports_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patents",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    number_override = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    @abstract = table.Column<string>(name: "abstract", type: "text", nullable: true),
                    main_claim = table.Column<string>(type: "text", nullable: true),
                    ipc = table.Column<string[]>(type: "text[]", nullable: false),
                    locarno = table.Column<string[]>(type: "text[]", nullable: false),
                    inventors = table.Column<string[]>(type: "text[]", nullable: false),
                    filing_date = table.Column<DateOnly>(type: "date", nullable: false),
                    publication_date = table.Column<DateOnly>(type: "date", nullable: true),
                    publication_no = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    grant_date = table.Column<DateOnly>(type: "date", nullable: true),
                    grant_no = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: true),
                    family = table.Column<string[]>(type: "text[]", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state_since = table.Column<DateOnly>(type: "date", nullable: true),
                    status_on = table.Column<DateOnly>(type: "date", nullable: true),
                    status_source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    fee_paid_through = table.Column<int>(type: "integer", nullable: true),
                    next_fee_due = table.Column<DateOnly>(type: "date", nullable: true),
                    compensation = table.Column<int>(type: "integer", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()"),
                    revision = table.Column<long>(type: "bigint", nullable: false, defaultValue: 1L),
                    changed_in = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patents", x => x.application_no);
                });

            migrationBuilder.CreateTable(
                name: "saved_searches",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    query = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    alert = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    feed_token = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    told_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    told = table.Column<string[]>(type: "text[]", nullable: false),
                    alerted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_searches", x => x.id);
                    table.ForeignKey(
                        name: "fk_saved_searches_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "listing_batch_items",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    outcome = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    faults = table.Column<string>(type: "jsonb", nullable: false),
                    wanted = table.Column<string>(type: "text", nullable: true),
                    before = table.Column<string>(type: "text", nullable: true),
                    after = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_batch_items", x => new { x.batch_id, x.number });
                    table.ForeignKey(
                        name: "fk_listing_batch_items_listing_batches_batch_id",
                        column: x => x.batch_id,
                        principalTable: "listing_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "listing_consents",
                columns: table => new
                {
                    listing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_consents", x => new { x.listing_id, x.folded_name });
                    table.ForeignKey(
                        name: "fk_listing_consents_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "patent_import_files",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bytes = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_import_files", x => x.import_id);
                    table.ForeignKey(
                        name: "fk_patent_import_files_patent_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "patent_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "patent_import_rows",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    ordinal = table.Column<int>(type: "integer", nullable: false),
                    sheet = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true, collation: "C"),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    outcome = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    claimed = table.Column<bool>(type: "boolean", nullable: false),
                    differences = table.Column<string>(type: "jsonb", nullable: true),
                    faults = table.Column<string>(type: "jsonb", nullable: true),
                    cells = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_import_rows", x => new { x.import_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_patent_import_rows_patent_imports_import_id",
                        column: x => x.import_id,
                        principalTable: "patent_imports",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "evaluation_reports",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    number = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    conclusion = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    struck_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_evaluation_reports", x => x.id);
                    table.ForeignKey(
                        name: "fk_evaluation_reports_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "favourites",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    added_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_favourites", x => x.id);
                    table.ForeignKey(
                        name: "fk_favourites_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_favourites_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fee_reminders",
                columns: table => new
                {
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    due = table.Column<DateOnly>(type: "date", nullable: false),
                    stage = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_fee_reminders", x => new { x.organisation_id, x.application_no, x.due, x.stage });
                    table.ForeignKey(
                        name: "fk_fee_reminders_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_fee_reminders_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "high_value_facts",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    struck_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_high_value_facts", x => x.id);
                    table.ForeignKey(
                        name: "fk_high_value_facts_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "listing_patents",
                columns: table => new
                {
                    listing_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    share_percent = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    report_no = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_listing_patents", x => new { x.listing_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_listing_patents_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_listing_patents_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_claims",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    claimant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    holder_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    evidence = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_by = table.Column<Guid>(type: "uuid", nullable: true),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answer = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    answered_by = table.Column<Guid>(type: "uuid", nullable: true),
                    answered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_claims", x => x.id);
                    table.ForeignKey(
                        name: "fk_patent_claims_organisations_claimant_id",
                        column: x => x.claimant_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_patent_claims_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "patent_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    reference = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: true),
                    patent_year = table.Column<int>(type: "integer", nullable: true),
                    exclusive = table.Column<bool>(type: "boolean", nullable: false),
                    pledgee_agrees = table.Column<bool>(type: "boolean", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    struck_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    struck_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_events", x => x.id);
                    table.ForeignKey(
                        name: "fk_patent_events_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "patent_holders",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    folded_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_patent_holders", x => new { x.application_no, x.place });
                    table.ForeignKey(
                        name: "fk_patent_holders_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_patent_holders_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "status_checks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    paper_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_status_checks", x => x.id);
                    table.ForeignKey(
                        name: "fk_status_checks_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_events_kind_position",
                table: "outbox_events",
                columns: new[] { "kind", "position" });

            migrationBuilder.CreateIndex(
                name: "ix_evaluation_reports_application_no_on",
                table: "evaluation_reports",
                columns: new[] { "application_no", "on" });

            migrationBuilder.CreateIndex(
                name: "ix_favourites_application_no",
                table: "favourites",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_favourites_person_id_application_no",
                table: "favourites",
                columns: new[] { "person_id", "application_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_fee_reminders_application_no",
                table: "fee_reminders",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_high_value_facts_application_no_kind",
                table: "high_value_facts",
                columns: new[] { "application_no", "kind" },
                unique: true,
                filter: "struck_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_listing_batch_items_batch_id_outcome_number",
                table: "listing_batch_items",
                columns: new[] { "batch_id", "outcome", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_batches_open",
                table: "listing_batches",
                column: "created_at",
                filter: "state in ('Comparing', 'Running', 'Undoing')");

            migrationBuilder.CreateIndex(
                name: "ix_listing_batches_organisation_id_created_at",
                table: "listing_batches",
                columns: new[] { "organisation_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_listing_patents_application_no",
                table: "listing_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_listings_announcement_no",
                table: "listings",
                column: "announcement_no",
                filter: "announcement_no is not null");

            migrationBuilder.CreateIndex(
                name: "ix_listings_bureau_id",
                table: "listings",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_listings_owner_id_state",
                table: "listings",
                columns: new[] { "owner_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_listings_state_confirmed_on",
                table: "listings",
                columns: new[] { "state", "confirmed_on" });

            migrationBuilder.CreateIndex(
                name: "ix_listings_state_expires_on",
                table: "listings",
                columns: new[] { "state", "expires_on" });

            migrationBuilder.CreateIndex(
                name: "ix_patent_claims_application_no",
                table: "patent_claims",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_patent_claims_claimant_id_application_no",
                table: "patent_claims",
                columns: new[] { "claimant_id", "application_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_patent_claims_holder_id_state",
                table: "patent_claims",
                columns: new[] { "holder_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_patent_claims_region_path_state",
                table: "patent_claims",
                columns: new[] { "region_path", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_patent_events_application_no_kind_on",
                table: "patent_events",
                columns: new[] { "application_no", "kind", "on" },
                unique: true,
                filter: "struck_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_patent_holders_folded_name",
                table: "patent_holders",
                column: "folded_name");

            migrationBuilder.CreateIndex(
                name: "ix_patent_holders_organisation_id",
                table: "patent_holders",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_patent_import_rows_import_id_outcome_ordinal",
                table: "patent_import_rows",
                columns: new[] { "import_id", "outcome", "ordinal" });

            migrationBuilder.CreateIndex(
                name: "ix_patent_imports_open",
                table: "patent_imports",
                column: "created_at",
                filter: "state in ('Checking', 'Running')");

            migrationBuilder.CreateIndex(
                name: "ix_patent_imports_organisation_id_created_at",
                table: "patent_imports",
                columns: new[] { "organisation_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_patents_changed_at_application_no",
                table: "patents",
                columns: new[] { "changed_at", "application_no" });

            migrationBuilder.CreateIndex(
                name: "ix_patents_changed_in_application_no",
                table: "patents",
                columns: new[] { "changed_in", "application_no" });

            migrationBuilder.CreateIndex(
                name: "ix_patents_last_day",
                table: "patents",
                column: "last_day");

            migrationBuilder.CreateIndex(
                name: "ix_patents_next_fee_due",
                table: "patents",
                column: "next_fee_due",
                filter: "next_fee_due is not null");

            migrationBuilder.CreateIndex(
                name: "ix_saved_searches_alert_id",
                table: "saved_searches",
                columns: new[] { "alert", "id" },
                filter: "alert <> 'Off'");

            migrationBuilder.CreateIndex(
                name: "ix_saved_searches_feed_token",
                table: "saved_searches",
                column: "feed_token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_saved_searches_person_id_query",
                table: "saved_searches",
                columns: new[] { "person_id", "query" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_status_checks_application_no_on",
                table: "status_checks",
                columns: new[] { "application_no", "on" });

            migrationBuilder.Sql(CatalogueSql.Create);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(CatalogueSql.Drop);

            migrationBuilder.DropTable(
                name: "evaluation_reports");

            migrationBuilder.DropTable(
                name: "favourites");

            migrationBuilder.DropTable(
                name: "fee_reminders");

            migrationBuilder.DropTable(
                name: "high_value_facts");

            migrationBuilder.DropTable(
                name: "index_followers");

            migrationBuilder.DropTable(
                name: "listing_batch_items");

            migrationBuilder.DropTable(
                name: "listing_consents");

            migrationBuilder.DropTable(
                name: "listing_patents");

            migrationBuilder.DropTable(
                name: "patent_claims");

            migrationBuilder.DropTable(
                name: "patent_events");

            migrationBuilder.DropTable(
                name: "patent_holders");

            migrationBuilder.DropTable(
                name: "patent_import_files");

            migrationBuilder.DropTable(
                name: "patent_import_rows");

            migrationBuilder.DropTable(
                name: "saved_searches");

            migrationBuilder.DropTable(
                name: "status_checks");

            migrationBuilder.DropTable(
                name: "listing_batches");

            migrationBuilder.DropTable(
                name: "listings");

            migrationBuilder.DropTable(
                name: "patent_imports");

            migrationBuilder.DropTable(
                name: "patents");

            migrationBuilder.DropIndex(
                name: "ix_outbox_events_kind_position",
                table: "outbox_events");
        }
    }
}
