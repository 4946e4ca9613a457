using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class Meetings : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "licence_requests");

            migrationBuilder.DropTable(
                name: "match_answers");

            migrationBuilder.DropTable(
                name: "match_log");

            migrationBuilder.DropTable(
                name: "need_seen");

            migrationBuilder.DropTable(
                name: "talk_messages");

            migrationBuilder.DropTable(
                name: "talk_reads");

            migrationBuilder.DropTable(
                name: "need_disclosures");

            migrationBuilder.DropTable(
                name: "talks");
        }
    }
}
