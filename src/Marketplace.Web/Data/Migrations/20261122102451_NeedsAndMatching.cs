using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class NeedsAndMatching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "drives",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    notice = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    scope = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    deadline = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    targets = table.Column<string>(type: "jsonb", nullable: false),
                    reminded = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_drives", x => x.id);
                    table.ForeignKey(
                        name: "fk_drives_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "kept_needs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    fields = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_kept_needs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "match_alerts",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pace = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    most_a_day = table.Column<int>(type: "integer", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_alerts", x => x.person_id);
                    table.ForeignKey(
                        name: "fk_match_alerts_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "match_state",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    weights_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    industry_table = table.Column<long>(type: "bigint", nullable: false),
                    scored_on = table.Column<DateOnly>(type: "date", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    needs = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_state", x => x.id);
                    table.CheckConstraint("ck_match_state_only", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "offer_vectors",
                columns: table => new
                {
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    text_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    numbers = table.Column<byte[]>(type: "bytea", nullable: false),
                    scale = table.Column<float>(type: "real", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_vectors", x => x.application_no);
                    table.ForeignKey(
                        name: "fk_offer_vectors_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pushes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    patents = table.Column<string[]>(type: "text[]", nullable: false),
                    filter = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    industry = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    enterprises = table.Column<string[]>(type: "text[]", nullable: false),
                    robots = table.Column<string[]>(type: "text[]", nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    way = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    resend = table.Column<bool>(type: "boolean", nullable: false),
                    reached = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    not_before = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decision = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pushes", x => x.id);
                    table.ForeignKey(
                        name: "fk_pushes_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "needs",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    source = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    visibility = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    pseudonym = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    summary = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    industry = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: true),
                    ipc = table.Column<string[]>(type: "text[]", nullable: false),
                    chains = table.Column<string[]>(type: "text[]", nullable: false),
                    forms = table.Column<string[]>(type: "text[]", nullable: false),
                    cooperation = table.Column<string[]>(type: "text[]", nullable: false),
                    maturity_least = table.Column<int>(type: "integer", nullable: true),
                    deadline = table.Column<DateOnly>(type: "date", nullable: true),
                    crop = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reminded_for = table.Column<DateOnly>(type: "date", nullable: true),
                    solved_by = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    solved_with = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    drive_id = table.Column<Guid>(type: "uuid", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    phone_bucket = table.Column<int>(type: "integer", nullable: true),
                    phone_proven = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_needs", x => x.id);
                    table.ForeignKey(
                        name: "fk_needs_drives_drive_id",
                        column: x => x.drive_id,
                        principalTable: "drives",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_needs_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_needs_organisations_owner_id",
                        column: x => x.owner_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "push_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    push_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: true, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    channel = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    token = table.Column<string>(type: "character varying(26)", maxLength: 26, nullable: true),
                    recipient = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    queued_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    failed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    fail_code = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    happened_on = table.Column<DateOnly>(type: "date", nullable: true),
                    counts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    recount = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_push_deliveries_pushes_push_id",
                        column: x => x.push_id,
                        principalTable: "pushes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "introductions",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    owner_agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    holder_agreed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_on = table.Column<DateOnly>(type: "date", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_introductions", x => x.id);
                    table.ForeignKey(
                        name: "fk_introductions_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_introductions_organisations_bureau_id",
                        column: x => x.bureau_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_introductions_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_introductions_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "match_answers",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    answer = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    why = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: true),
                    words = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    score_then = table.Column<double>(type: "double precision", nullable: true),
                    factors_then = table.Column<double[]>(type: "double precision[]", nullable: true),
                    weights_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_answers", x => x.id);
                    table.ForeignKey(
                        name: "fk_match_answers_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_match_answers_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "match_log",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    moment = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    side = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: false),
                    weights_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    inputs_hash = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_log", x => x.id);
                    table.ForeignKey(
                        name: "fk_match_log_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "match_told",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_match_told", x => new { x.person_id, x.need_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_match_told_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_match_told_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_match_told_people_person_id",
                        column: x => x.person_id,
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "matches",
                columns: table => new
                {
                    side = table.Column<string>(type: "character varying(5)", maxLength: 5, nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    factors = table.Column<double[]>(type: "double precision[]", nullable: false),
                    reasons = table.Column<string>(type: "jsonb", nullable: false),
                    weights_version = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    inputs_hash = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    found_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    scored_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_matches", x => new { x.side, x.need_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_matches_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_matches_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "need_consents",
                columns: table => new
                {
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: false),
                    how = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    recorded_by = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_consents", x => x.need_id);
                    table.ForeignKey(
                        name: "fk_need_consents_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "need_disclosures",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parts = table.Column<string[]>(type: "text[]", nullable: false),
                    nda_version = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    nda_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    granted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    granted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    accepted_by = table.Column<Guid>(type: "uuid", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_disclosures", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_disclosures_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_need_disclosures_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "need_vectors",
                columns: table => new
                {
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_vectors", x => x.need_id);
                    table.ForeignKey(
                        name: "fk_need_vectors_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "talks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: true),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asker_id = table.Column<Guid>(type: "uuid", nullable: true),
                    asker_person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    anonymous = table.Column<bool>(type: "boolean", nullable: false),
                    alias = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    waiting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    reminded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    first_asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    first_due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    first_reply_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    became_need_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_talks", x => x.id);
                    table.ForeignKey(
                        name: "fk_talks_listings_listing_id",
                        column: x => x.listing_id,
                        principalTable: "listings",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                    table.ForeignKey(
                        name: "fk_talks_needs_need_id",
                        column: x => x.need_id,
                        principalTable: "needs",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_talks_organisations_asker_id",
                        column: x => x.asker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_talks_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_talks_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "push_delivery_patents",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    place = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_delivery_patents", x => new { x.delivery_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_delivery_patents_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_feedback",
                columns: table => new
                {
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: false),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    useful = table.Column<bool>(type: "boolean", nullable: false),
                    why = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: true),
                    note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_feedback", x => new { x.delivery_id, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_feedback_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "push_items",
                columns: table => new
                {
                    uscc = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false, collation: "C"),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    region_path = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false, collation: "C"),
                    delivery_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bureau_id = table.Column<Guid>(type: "uuid", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    channel = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_push_items", x => new { x.uscc, x.application_no });
                    table.ForeignKey(
                        name: "fk_push_items_push_deliveries_delivery_id",
                        column: x => x.delivery_id,
                        principalTable: "push_deliveries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "need_seen",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    disclosure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    parts = table.Column<string[]>(type: "text[]", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_need_seen", x => x.id);
                    table.ForeignKey(
                        name: "fk_need_seen_need_disclosures_disclosure_id",
                        column: x => x.disclosure_id,
                        principalTable: "need_disclosures",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "licence_requests",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    talk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: true),
                    application_no = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false, collation: "C"),
                    listing_id = table.Column<Guid>(type: "uuid", nullable: true),
                    holder_id = table.Column<Guid>(type: "uuid", nullable: false),
                    asker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    form = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    state = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_licence_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_licence_requests_organisations_asker_id",
                        column: x => x.asker_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licence_requests_organisations_holder_id",
                        column: x => x.holder_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licence_requests_patents_application_no",
                        column: x => x.application_no,
                        principalTable: "patents",
                        principalColumn: "application_no",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_licence_requests_talks_talk_id",
                        column: x => x.talk_id,
                        principalTable: "talks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "talk_messages",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    talk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    from_holder = table.Column<bool>(type: "boolean", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_talk_messages", x => x.id);
                    table.ForeignKey(
                        name: "fk_talk_messages_talks_talk_id",
                        column: x => x.talk_id,
                        principalTable: "talks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "talk_reads",
                columns: table => new
                {
                    talk_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    for_holder = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_talk_reads", x => new { x.talk_id, x.person_id, x.for_holder });
                    table.ForeignKey(
                        name: "fk_talk_reads_talks_talk_id",
                        column: x => x.talk_id,
                        principalTable: "talks",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_drives_bureau_id",
                table: "drives",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_drives_region_path",
                table: "drives",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_drives_state_deadline",
                table: "drives",
                columns: new[] { "state", "deadline" });

            migrationBuilder.CreateIndex(
                name: "ix_introductions_application_no",
                table: "introductions",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_introductions_bureau_id_state",
                table: "introductions",
                columns: new[] { "bureau_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_introductions_expires_on",
                table: "introductions",
                column: "expires_on",
                filter: "state = 'Requested'");

            migrationBuilder.CreateIndex(
                name: "ix_introductions_holder_id_state",
                table: "introductions",
                columns: new[] { "holder_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_introductions_live",
                table: "introductions",
                columns: new[] { "need_id", "application_no", "holder_id" },
                unique: true,
                filter: "state in ('Requested', 'Accepted')");

            migrationBuilder.CreateIndex(
                name: "ix_introductions_person_id",
                table: "introductions",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_kept_needs_at",
                table: "kept_needs",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_licence_requests_application_no",
                table: "licence_requests",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_licence_requests_asker_id",
                table: "licence_requests",
                column: "asker_id");

            migrationBuilder.CreateIndex(
                name: "ix_licence_requests_holder_id_state",
                table: "licence_requests",
                columns: new[] { "holder_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_licence_requests_person_id",
                table: "licence_requests",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_licence_requests_talk_id",
                table: "licence_requests",
                column: "talk_id",
                unique: true,
                filter: "state = 'Requested'");

            migrationBuilder.CreateIndex(
                name: "ix_match_answers_holder",
                table: "match_answers",
                columns: new[] { "need_id", "application_no", "organisation_id" },
                unique: true,
                filter: "side = 'Offer'");

            migrationBuilder.CreateIndex(
                name: "ix_match_answers_organisation_id_side",
                table: "match_answers",
                columns: new[] { "organisation_id", "side" });

            migrationBuilder.CreateIndex(
                name: "ix_match_answers_owner",
                table: "match_answers",
                columns: new[] { "need_id", "application_no" },
                unique: true,
                filter: "side = 'Need'");

            migrationBuilder.CreateIndex(
                name: "ix_match_answers_person_id",
                table: "match_answers",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_match_log_at",
                table: "match_log",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_match_log_need_id_moment",
                table: "match_log",
                columns: new[] { "need_id", "moment" });

            migrationBuilder.CreateIndex(
                name: "ix_match_told_application_no",
                table: "match_told",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_match_told_need_id",
                table: "match_told",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_match_told_person_id_told_at",
                table: "match_told",
                columns: new[] { "person_id", "told_at" });

            migrationBuilder.CreateIndex(
                name: "ix_matches_application_no",
                table: "matches",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_matches_need_id",
                table: "matches",
                column: "need_id");

            migrationBuilder.CreateIndex(
                name: "ix_matches_side_application_no_score",
                table: "matches",
                columns: new[] { "side", "application_no", "score" });

            migrationBuilder.CreateIndex(
                name: "ix_matches_side_need_id_score",
                table: "matches",
                columns: new[] { "side", "need_id", "score" });

            migrationBuilder.CreateIndex(
                name: "ix_need_disclosures_holder_id",
                table: "need_disclosures",
                column: "holder_id");

            migrationBuilder.CreateIndex(
                name: "ix_need_disclosures_live",
                table: "need_disclosures",
                columns: new[] { "need_id", "holder_id" },
                unique: true,
                filter: "revoked_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_need_seen_disclosure_id_at",
                table: "need_seen",
                columns: new[] { "disclosure_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_need_seen_person_id",
                table: "need_seen",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_bureau_id",
                table: "needs",
                column: "bureau_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_drive_id_state",
                table: "needs",
                columns: new[] { "drive_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_owner_id_state",
                table: "needs",
                columns: new[] { "owner_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_person_id_state",
                table: "needs",
                columns: new[] { "person_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_phone_bucket",
                table: "needs",
                column: "phone_bucket",
                filter: "phone_bucket is not null");

            migrationBuilder.CreateIndex(
                name: "ix_needs_pseudonym",
                table: "needs",
                column: "pseudonym",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_needs_region_path",
                table: "needs",
                column: "region_path");

            migrationBuilder.CreateIndex(
                name: "ix_needs_state_expires_on",
                table: "needs",
                columns: new[] { "state", "expires_on" });

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_on_the_way",
                table: "push_deliveries",
                column: "queued_at",
                filter: "failed_at is null");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_person_id",
                table: "push_deliveries",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_push_id_id",
                table: "push_deliveries",
                columns: new[] { "push_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_recount",
                table: "push_deliveries",
                column: "id",
                filter: "recount");

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_token",
                table: "push_deliveries",
                column: "token",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_push_deliveries_uscc_created_at",
                table: "push_deliveries",
                columns: new[] { "uscc", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_push_delivery_patents_application_no",
                table: "push_delivery_patents",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_push_items_counted",
                table: "push_items",
                columns: new[] { "region_path", "delivered_at" },
                filter: "delivered_at is not null");

            migrationBuilder.CreateIndex(
                name: "ix_push_items_delivery_id",
                table: "push_items",
                column: "delivery_id");

            migrationBuilder.CreateIndex(
                name: "ix_pushes_bureau_id_source_id",
                table: "pushes",
                columns: new[] { "bureau_id", "source", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_pushes_open",
                table: "pushes",
                column: "not_before",
                filter: "state in ('Waiting', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_talk_messages_person_id",
                table: "talk_messages",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_talk_messages_talk_id_at",
                table: "talk_messages",
                columns: new[] { "talk_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_talk_reads_person_id",
                table: "talk_reads",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_talks_application_no",
                table: "talks",
                column: "application_no");

            migrationBuilder.CreateIndex(
                name: "ix_talks_asker_id_last_at",
                table: "talks",
                columns: new[] { "asker_id", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_talks_asker_person_id_last_at",
                table: "talks",
                columns: new[] { "asker_person_id", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_talks_due_on",
                table: "talks",
                column: "due_on",
                filter: "waiting_since is not null");

            migrationBuilder.CreateIndex(
                name: "ix_talks_holder_id_last_at",
                table: "talks",
                columns: new[] { "holder_id", "last_at" });

            migrationBuilder.CreateIndex(
                name: "ix_talks_listing_id",
                table: "talks",
                column: "listing_id");

            migrationBuilder.CreateIndex(
                name: "ix_talks_need",
                table: "talks",
                columns: new[] { "need_id", "application_no", "holder_id" },
                unique: true,
                filter: "need_id is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "introductions");

            migrationBuilder.DropTable(
                name: "kept_needs");

            migrationBuilder.DropTable(
                name: "licence_requests");

            migrationBuilder.DropTable(
                name: "match_alerts");

            migrationBuilder.DropTable(
                name: "match_answers");

            migrationBuilder.DropTable(
                name: "match_log");

            migrationBuilder.DropTable(
                name: "match_state");

            migrationBuilder.DropTable(
                name: "match_told");

            migrationBuilder.DropTable(
                name: "matches");

            migrationBuilder.DropTable(
                name: "need_consents");

            migrationBuilder.DropTable(
                name: "need_seen");

            migrationBuilder.DropTable(
                name: "need_vectors");

            migrationBuilder.DropTable(
                name: "offer_vectors");

            migrationBuilder.DropTable(
                name: "push_delivery_patents");

            migrationBuilder.DropTable(
                name: "push_feedback");

            migrationBuilder.DropTable(
                name: "push_items");

            migrationBuilder.DropTable(
                name: "talk_messages");

            migrationBuilder.DropTable(
                name: "talk_reads");

            migrationBuilder.DropTable(
                name: "need_disclosures");

            migrationBuilder.DropTable(
                name: "push_deliveries");

            migrationBuilder.DropTable(
                name: "talks");

            migrationBuilder.DropTable(
                name: "pushes");

            migrationBuilder.DropTable(
                name: "needs");

            migrationBuilder.DropTable(
                name: "drives");
        }
    }
}
